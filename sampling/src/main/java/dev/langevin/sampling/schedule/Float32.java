package dev.langevin.sampling.schedule;

/**
 * Sequences as PyTorch and NumPy make them. The tables of the reference are float32, and rounding
 * them decides which integer timestep is asked for, so it is repeated here.
 */
final class Float32 {
  private Float32() {}

  /** {@code torch.linspace} in float32: from both ends towards the middle. */
  static float[] linspace(double from, double to, int count) {
    float[] values = new float[count];
    float start = (float) from;
    float end = (float) to;
    float step = count > 1 ? (end - start) / (count - 1) : 0;
    for (int i = 0; i < count; i++) {
      values[i] = i < count / 2 || count == 1 ? start + step * i : end - step * (count - 1 - i);
    }
    return values;
  }

  /** {@code numpy.linspace} in float64. */
  static double[] linspace64(double from, double to, int count) {
    double[] values = new double[count];
    double step = count > 1 ? (to - from) / (count - 1) : 0;
    for (int i = 0; i < count; i++) {
      values[i] = i * step + from;
    }
    if (count > 1) {
      values[count - 1] = to;
    }
    return values;
  }

  /** {@code torch.cumprod} in float32, which accumulates in float64. */
  static float[] cumulativeProduct(float[] factors) {
    float[] products = new float[factors.length];
    double product = 1;
    for (int i = 0; i < factors.length; i++) {
      product *= factors[i];
      products[i] = (float) product;
    }
    return products;
  }
}
