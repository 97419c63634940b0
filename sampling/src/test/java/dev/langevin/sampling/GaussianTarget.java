package dev.langevin.sampling;

/**
 * Pictures whose elements are normal with a known mean and deviation. Their optimal denoiser is
 * known, and so is where the probability-flow ODE carries a point.
 */
record GaussianTarget(double mean, double deviation) {
  /** E[x₀ | x] = μ + α·s²/(α²·s² + σ²)·(x − α·μ). */
  double denoised(Level at, double x) {
    double a = at.alpha();
    double s2 = deviation * deviation;
    return mean + a * s2 / (a * a * s2 + at.sigma() * at.sigma()) * (x - a * mean);
  }

  /** The optimal prediction of ε. */
  float[] epsilon(Level at, float[] x) {
    float[] epsilon = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      epsilon[i] = (float) ((x[i] - at.alpha() * denoised(at, x[i])) / at.sigma());
    }
    return epsilon;
  }

  /** The ODE keeps the quantile: (x − α·μ)/√(α²·s² + σ²) does not change. */
  double flow(Level from, Level to, double x) {
    return to.alpha() * mean + (x - from.alpha() * mean) * spread(to) / spread(from);
  }

  private double spread(Level at) {
    return Math.hypot(at.alpha() * deviation, at.sigma());
  }
}
