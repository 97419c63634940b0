package dev.langevin.runtime.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;

/**
 * A dense array.
 *
 * @param type type of the elements
 * @param shape extents, outermost first; none for a scalar
 * @param data the elements, row-major, native order, from position 0 to the limit; direct for
 *     inputs
 */
public record Array(ElementType type, long[] shape, ByteBuffer data) {
  /** Checks that the data have the length that type and shape ask for. */
  public Array {
    long bytes = type.bytes();
    for (long extent : shape) {
      bytes *= extent;
    }
    if (data.limit() != bytes) {
      throw new IllegalArgumentException(
          "%d bytes of data are not the %d that the shape takes".formatted(data.limit(), bytes));
    }
    data.order(ByteOrder.nativeOrder());
  }

  /** A float array with a copy of the data. */
  public static Array of(float[] data, long... shape) {
    ByteBuffer bytes = allocate(data.length * 4);
    bytes.asFloatBuffer().put(data);
    return new Array(ElementType.FLOAT, shape, bytes);
  }

  /** An int64 array with a copy of the data. */
  public static Array of(long[] data, long... shape) {
    ByteBuffer bytes = allocate(data.length * 8);
    bytes.asLongBuffer().put(data);
    return new Array(ElementType.INT64, shape, bytes);
  }

  /** An int32 array with a copy of the data. */
  public static Array of(int[] data, long... shape) {
    ByteBuffer bytes = allocate(data.length * 4);
    bytes.asIntBuffer().put(data);
    return new Array(ElementType.INT32, shape, bytes);
  }

  /** A direct buffer in native order. */
  public static ByteBuffer allocate(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  /** A view of the elements; IllegalStateException unless they are floats. */
  public FloatBuffer floats() {
    require(ElementType.FLOAT);
    return data.asFloatBuffer();
  }

  /** A view of the elements; IllegalStateException unless they are 64-bit integers. */
  public LongBuffer longs() {
    require(ElementType.INT64);
    return data.asLongBuffer();
  }

  /** A copy of the elements; IllegalStateException unless they are floats. */
  public float[] floatArray() {
    FloatBuffer floats = floats();
    float[] copy = new float[floats.remaining()];
    floats.get(copy);
    return copy;
  }

  private void require(ElementType wanted) {
    if (type != wanted) {
      throw new IllegalStateException("elements are " + type + ", not " + wanted);
    }
  }
}
