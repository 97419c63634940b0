package dev.langevin.sampling.solver;

/** Linear combinations of latents: coefficients in double, latents in float. */
final class Latents {
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

  /** a·x. */
  static double[] scaled(double a, float[] x) {
    double[] result = new double[x.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = a * x[i];
    }
    return result;
  }

  /** Adds b·y to a sum, which is kept in double: terms of opposite sign may be large. */
  static void add(double[] sum, double b, float[] y) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += b * y[i];
    }
  }

  /** Rounded. */
  static float[] rounded(double[] sum) {
    float[] result = new float[sum.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) sum[i];
    }
    return result;
  }
}
