package dev.langevin.runtime.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.langevin.internal.v1.Tensor;
import dev.langevin.runtime.numeric.Float16;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/** Arrays to messages and back: row-major, little-endian. */
public final class Tensors {
  private Tensors() {}

  /** A float tensor with a copy of the data; their number must be the product of the extents. */
  public static Tensor of(float[] data, long... shape) {
    return of(Tensor.Type.TYPE_FLOAT, data, shape);
  }

  /**
   * The same in FLOAT, or in FLOAT16: rounded half to even, and infinite beyond 65504.
   *
   * @throws IllegalArgumentException for another type
   */
  public static Tensor of(Tensor.Type type, float[] data, long... shape) {
    requireCount(data.length, shape);
    requireReal(type);
    ByteBuffer bytes =
        ByteBuffer.allocate(data.length * bytes(type)).order(ByteOrder.LITTLE_ENDIAN);
    if (type == Tensor.Type.TYPE_FLOAT) {
      bytes.asFloatBuffer().put(data);
    } else {
      Float16.narrow(FloatBuffer.wrap(data), bytes.asShortBuffer());
    }
    return of(type, UnsafeByteOperations.unsafeWrap(bytes), shape);
  }

  /** An int64 tensor with a copy of the data; their number must be the product of the extents. */
  public static Tensor of(long[] data, long... shape) {
    requireCount(data.length, shape);
    ByteBuffer bytes = ByteBuffer.allocate(data.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(data);
    return of(Tensor.Type.TYPE_INT64, UnsafeByteOperations.unsafeWrap(bytes), shape);
  }

  /** A tensor over the bytes as they are, little-endian. */
  public static Tensor of(Tensor.Type type, ByteString data, long... shape) {
    return Tensor.newBuilder()
        .setType(type)
        .addAllShape(Arrays.stream(shape).boxed().toList())
        .setData(data)
        .build();
  }

  /**
   * The elements of a tensor of FLOAT or FLOAT16; throws IllegalArgumentException for another type,
   * and as {@link #check} does.
   */
  public static float[] floats(Tensor tensor) {
    requireReal(tensor.getType());
    float[] data = new float[(int) check(tensor, tensor.getType())];
    ByteBuffer bytes = tensor.getData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    if (tensor.getType() == Tensor.Type.TYPE_FLOAT) {
      bytes.asFloatBuffer().get(data);
    } else {
      Float16.widen(bytes.asShortBuffer(), FloatBuffer.wrap(data));
    }
    return data;
  }

  /** Appends the elements of a float tensor to the buffer. */
  public static void copy(Tensor tensor, FloatBuffer target) {
    check(tensor, Tensor.Type.TYPE_FLOAT);
    target.put(
        tensor.getData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer());
  }

  /**
   * Checks type, extents and length of the data.
   *
   * @return the number of elements
   * @throws IllegalArgumentException saying what is wrong
   */
  public static long check(Tensor tensor, Tensor.Type type) {
    if (tensor.getType() != type) {
      throw new IllegalArgumentException("type " + tensor.getType() + " is not " + type);
    }
    long elements = elements(tensor.getShapeList());
    long bytes = elements * bytes(type);
    if (bytes != tensor.getData().size()) {
      throw new IllegalArgumentException(
          "%d bytes of data are not the %d that shape %s of %s takes"
              .formatted(tensor.getData().size(), bytes, tensor.getShapeList(), type));
    }
    return elements;
  }

  /**
   * The number of elements of a shape; IllegalArgumentException for an extent under 1 or overflow.
   */
  public static long elements(List<Long> shape) {
    long elements = 1;
    for (long extent : shape) {
      if (extent < 1 || extent > Integer.MAX_VALUE / elements) {
        throw new IllegalArgumentException(
            "shape %s has an extent under 1 or more than 2^31 elements".formatted(shape));
      }
      elements *= extent;
    }
    return elements;
  }

  /** Bytes of one element. */
  public static int bytes(Tensor.Type type) {
    return switch (type) {
      case TYPE_FLOAT -> 4;
      case TYPE_INT64 -> 8;
      case TYPE_FLOAT16 -> 2;
      case TYPE_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("type " + type + " is not FLOAT, INT64 or FLOAT16");
    };
  }

  private static void requireReal(Tensor.Type type) {
    if (type != Tensor.Type.TYPE_FLOAT && type != Tensor.Type.TYPE_FLOAT16) {
      throw new IllegalArgumentException("type " + type + " is not TYPE_FLOAT or TYPE_FLOAT16");
    }
  }

  private static void requireCount(int count, long[] shape) {
    long elements = elements(Arrays.stream(shape).boxed().toList());
    if (elements != count) {
      throw new IllegalArgumentException(
          "%d elements are not the %d that shape %s takes"
              .formatted(count, elements, Arrays.toString(shape)));
    }
  }
}
