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
}
