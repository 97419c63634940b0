package dev.langevin.denoiser.network;

import dev.langevin.runtime.onnx.Array;
import dev.langevin.runtime.onnx.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * The predictions of a run.
 *
 * @param type FLOAT or FLOAT16
 * @param shape extents of one row: output channels, height, width
 * @param data all rows' elements, in a heap buffer that nobody else writes to
 * @param rowBytes length of one row
 */
public record Outputs(ElementType type, List<Long> shape, ByteBuffer data, int rowBytes) {
  static Outputs of(Array array) {
    int rows = (int) array.shape()[0];
    List<Long> shape = Arrays.stream(array.shape()).skip(1).boxed().toList();
    return new Outputs(array.type(), shape, array.data(), array.data().limit() / rows);
  }

  /** One row's elements, little-endian, without a copy. */
  public ByteBuffer row(int index) {
    return data.slice(index * rowBytes, rowBytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** One row's elements in that type; without a copy if it is theirs. */
  public ByteBuffer row(int index, ElementType wanted) {
    return Elements.convert(row(index), type, wanted);
  }
}
