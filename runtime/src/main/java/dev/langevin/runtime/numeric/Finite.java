package dev.langevin.runtime.numeric;

/** Whether numbers are numbers. */
public final class Finite {
  private Finite() {}

  /** Whether none is NaN or infinite. */
  public static boolean all(float[] values) {
    return Float.isFinite(largest(values));
  }

  /**
   * The first that is NaN or infinite.
   *
   * @throws IllegalArgumentException if all are finite
   */
  public static float odd(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return value;
      }
    }
    throw new IllegalArgumentException("all " + values.length + " values are finite");
  }

  /** The largest magnitude: it keeps NaN and infinity, and runs on vectors, as a search cannot. */
  private static float largest(float[] values) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
