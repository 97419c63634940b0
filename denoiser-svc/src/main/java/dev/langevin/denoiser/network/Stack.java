package dev.langevin.denoiser.network;

import dev.langevin.runtime.onnx.Array;
import dev.langevin.runtime.onnx.ElementType;
import java.nio.ByteBuffer;

/**
 * One input's rows, one behind the other, in a direct buffer that is used again and made anew only
 * to grow.
 */
final class Stack {
  private ByteBuffer buffer = Array.allocate(0);
  private int rows;

  /** Takes all rows off. */
  void clear() {
    buffer.clear();
    rows = 0;
  }

  /** How many there are. */
  int rows() {
    return rows;
  }

  /** Where one more row is to be written: from the position on. */
  ByteBuffer next(int bytes) {
    reserve(bytes);
    rows++;
    return buffer;
  }

  /** Repeats the last row until there are so many. */
  void pad(int padded) {
    int bytes = buffer.position() / rows;
    while (rows < padded) {
      reserve(bytes);
      buffer.put(buffer.slice(buffer.position() - bytes, bytes));
      rows++;
    }
  }

  /** All rows, without a copy. */
  Array array(ElementType type, long... shape) {
    return new Array(type, shape, buffer.duplicate().flip());
  }

  private void reserve(int bytes) {
    if (buffer.remaining() < bytes) {
      ByteBuffer larger =
          Array.allocate(Math.max(2 * buffer.capacity(), buffer.position() + bytes));
      buffer = larger.put(buffer.flip());
    }
  }
}
