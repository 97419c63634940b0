package dev.langevin.sampling.parameterisation;

/** What is done to an estimate of x₀ before a solver uses it. */
public sealed interface Limit {
  /** Applies the limit in place, and returns the same array. */
  float[] apply(float[] x0);

  /** Nothing. */
  record None() implements Limit {
    @Override
    public float[] apply(float[] x0) {
      return x0;
    }
  }

  /**
   * Clips to −range..range.
   *
   * @param range more than 0
   */
  record Clip(float range) implements Limit {
    @Override
    public float[] apply(float[] x0) {
      for (int i = 0; i < x0.length; i++) {
        x0[i] = Math.min(Math.max(x0[i], -range), range);
      }
      return x0;
    }
  }

  /**
   * Dynamic thresholding: clips to −s..s and divides by s, with s a quantile of |x₀| of the image
   * kept in 1..most. Saharia et al. 2022, "Imagen", section 2.3.
   *
   * @param ratio the quantile, 0 to 1
   * @param most the largest s; the reference's default of 1 makes this plain clipping
   */
  record DynamicThreshold(double ratio, double most) implements Limit {
    @Override
    public float[] apply(float[] x0) {
      double quantile = most <= 1 ? 1 : Quantile.ofMagnitudes(x0, ratio);
      // The upper limit wins where it is below 1, as torch.clamp has it.
      float s = (float) Math.min(Math.max(quantile, 1), most);
      for (int i = 0; i < x0.length; i++) {
        x0[i] = Math.min(Math.max(x0[i], -s), s) / s;
      }
      return x0;
    }
  }
}
