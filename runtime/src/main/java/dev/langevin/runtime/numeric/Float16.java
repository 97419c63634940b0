package dev.langevin.runtime.numeric;

import java.nio.FloatBuffer;
import java.nio.ShortBuffer;

/**
 * IEEE 754 binary16, as networks and messages hold it: 11 significant bits, up to 65504. Runs of
 * elements go through arrays, in loops that the JVM turns into vector instructions.
 */
public final class Float16 {
  /** Exponent bits: all set in NaN and infinity, and in nothing else. */
  public static final int EXPONENT = 0x7c00;

  private static final int RUN = 1024;

  private Float16() {}

  /** Appends the elements in binary16, rounded half to even; larger ones become infinite. */
  public static void narrow(FloatBuffer from, ShortBuffer to) {
    float[] floats = new float[RUN];
    short[] halves = new short[RUN];
    while (from.hasRemaining()) {
      int count = Math.min(RUN, from.remaining());
      from.get(floats, 0, count);
      for (int i = 0; i < count; i++) {
        halves[i] = Float.floatToFloat16(floats[i]);
      }
      to.put(halves, 0, count);
    }
  }

  /** Appends the elements in binary32; exact. */
  public static void widen(ShortBuffer from, FloatBuffer to) {
    float[] floats = new float[RUN];
    short[] halves = new short[RUN];
    while (from.hasRemaining()) {
      int count = Math.min(RUN, from.remaining());
      from.get(halves, 0, count);
      for (int i = 0; i < count; i++) {
        floats[i] = Float.float16ToFloat(halves[i]);
      }
      to.put(floats, 0, count);
    }
  }
}
