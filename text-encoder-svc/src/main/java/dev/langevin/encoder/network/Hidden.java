package dev.langevin.encoder.network;

import dev.langevin.runtime.onnx.Array;
import dev.langevin.runtime.onnx.ElementType;
import java.nio.ByteBuffer;

/**
 * Hidden states of one row.
 *
 * @param type what the network gives them in, FLOAT or FLOAT16
 * @param tokens rows
 * @param width columns
 * @param values row-major
 */
public record Hidden(ElementType type, int tokens, int width, float[] values) {
  /** A row of a network's output of shape [batch, tokens, width]. */
  static Hidden row(Array output, int row) {
    int tokens = (int) output.shape()[1];
    int width = (int) output.shape()[2];
    float[] values = new float[tokens * width];
    int from = row * values.length;
    if (output.type() == ElementType.FLOAT) {
      output.floats().get(from, values);
    } else {
      ByteBuffer halves = output.data();
      for (int i = 0; i < values.length; i++) {
        values[i] = Float.float16ToFloat(halves.getShort((from + i) * 2));
      }
    }
    return new Hidden(output.type(), tokens, width, values);
  }

  /** Other values in the same form. */
  public Hidden with(float[] others) {
    return new Hidden(type, tokens, width, others);
  }
}
