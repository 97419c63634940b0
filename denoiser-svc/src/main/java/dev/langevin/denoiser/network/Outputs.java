package dev.langevin.denoiser.network;

import dev.langevin.runtime.onnx.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * The predictions of a run.
 *
 * @param shape extents of one row: output channels, height, width
 * @param data all rows' floats, in a heap buffer that nobody else writes to
 * @param rowBytes length of one row
 */
public record Outputs(List<Long> shape, ByteBuffer data, int rowBytes) {
  static Outputs of(Array array) {
    int rows = (int) array.shape()[0];
    List<Long> shape = Arrays.stream(array.shape()).skip(1).boxed().toList();
    return new Outputs(shape, array.data(), array.data().limit() / rows);
  }

  /** One row's floats, little-endian, without a copy. */
  public ByteBuffer row(int index) {
    return data.slice(index * rowBytes, rowBytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Whether one row is free of NaN and infinity. */
  public boolean finite(int index) {
    ByteBuffer row = row(index);
    int exponent = 0x7f800000;
    for (int at = 0; at < rowBytes; at += Float.BYTES) {
      if ((row.getInt(at) & exponent) == exponent) {
        return false;
      }
    }
    return true;
  }
}
