package dev.langevin.denoiser.network;

import dev.langevin.runtime.numeric.Float16;
import dev.langevin.runtime.onnx.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Elements of tensors, row-major, little-endian, from position 0 to the limit. */
public final class Elements {
  private static final int FLOAT_EXPONENT = 0x7f800000;

  private Elements() {}

  /** Whether {@link #convert} can go from one type to the other. */
  public static boolean converts(ElementType from, ElementType to) {
    return from == to || real(from) && real(to);
  }

  /**
   * The elements in another type: to binary16 rounded half to even, beyond 65504 infinite; exact
   * the other way. The buffer itself if the type is the same.
   */
  public static ByteBuffer convert(ByteBuffer data, ElementType from, ElementType to) {
    if (from == to) {
      return data;
    }
    if (!converts(from, to)) {
      throw new IllegalArgumentException(from + " can't become " + to);
    }
    ByteBuffer source = data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer target =
        ByteBuffer.allocate(data.limit() / from.bytes() * to.bytes())
            .order(ByteOrder.LITTLE_ENDIAN);
    if (to == ElementType.FLOAT16) {
      Float16.narrow(source.asFloatBuffer(), target.asShortBuffer());
    } else {
      Float16.widen(source.asShortBuffer(), target.asFloatBuffer());
    }
    return target;
  }

  /** Whether floats of either type are free of NaN and infinity. */
  public static boolean finite(ByteBuffer data, ElementType type) {
    ByteBuffer source = data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < source.limit(); at += type.bytes()) {
      boolean exceptional =
          type == ElementType.FLOAT16
              ? (source.getShort(at) & Float16.EXPONENT) == Float16.EXPONENT
              : (source.getInt(at) & FLOAT_EXPONENT) == FLOAT_EXPONENT;
      if (exceptional) {
        return false;
      }
    }
    return true;
  }

  /** Whether it is one of the floating-point types that networks are exported in. */
  public static boolean real(ElementType type) {
    return type == ElementType.FLOAT || type == ElementType.FLOAT16;
  }
}
