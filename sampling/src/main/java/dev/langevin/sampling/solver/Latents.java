package dev.langevin.sampling.solver;

import java.util.Arrays;
import java.util.List;

/** Linear combinations of latents: coefficients in double, latents in float. */
final class Latents {
  private static final int BLOCK = 1024;

  private Latents() {}

  /** a·x + b·y. */
  static float[] sum(double a, float[] x, double b, float[] y) {
    float[] result = new float[x.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) (a * x[i] + b * y[i]);
    }
    return result;
  }

  /** a·x + b·y + c·z. */
  static float[] sum(double a, float[] x, double b, float[] y, double c, float[] z) {
    float[] result = new float[x.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) (a * x[i] + b * y[i] + c * z[i]);
    }
    return result;
  }

  /** a·x + b·y + c·z + d·w. */
  static float[] sum(
      double a, float[] x, double b, float[] y, double c, float[] z, double d, float[] w) {
    float[] result = new float[x.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) (a * x[i] + b * y[i] + c * z[i] + d * w[i]);
    }
    return result;
  }

  /**
   * Σ wₖ·yₖ, in that order and in double: terms of opposite sign may be large. A block at a time,
   * whose sums stay in the nearest cache.
   *
   * @param terms at least one; may hold nulls where the weight is 0
   */
  static float[] sum(double[] weights, List<float[]> terms) {
    float[] result = new float[terms.get(0).length];
    double[] sum = new double[Math.min(BLOCK, result.length)];
    for (int from = 0; from < result.length; from += BLOCK) {
      int count = Math.min(BLOCK, result.length - from);
      Arrays.fill(sum, 0);
      for (int k = 0; k < weights.length; k++) {
        if (weights[k] != 0) {
          add(sum, weights[k], terms.get(k), from, count);
        }
      }
      for (int i = 0; i < count; i++) {
        result[from + i] = (float) sum[i];
      }
    }
    return result;
  }

  private static void add(double[] sum, double weight, float[] term, int from, int count) {
    for (int i = 0; i < count; i++) {
      sum[i] += weight * term[from + i];
    }
  }
}
