package dev.langevin.sampling;

/** Pictures whose elements are near −1 or near 0.8. Their optimal denoiser is not linear. */
final class MixtureTarget {
  private static final double[] WEIGHTS = {0.4, 0.6};
  private static final GaussianTarget[] PARTS = {
    new GaussianTarget(-1, 0.3), new GaussianTarget(0.8, 0.4)
  };
  private static final int FINE = 4_000;

  private MixtureTarget() {}

  /** The optimal prediction of ε. */
  static float[] epsilon(Level at, float[] x) {
    float[] epsilon = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      epsilon[i] = (float) ((x[i] - at.alpha() * denoised(at, x[i])) / at.sigma());
    }
    return epsilon;
  }

  /** E[x₀ | x]: the estimates of the parts, each as likely as x is under it. */
  private static double denoised(Level at, double x) {
    double sum = 0;
    double total = 0;
    for (int k = 0; k < PARTS.length; k++) {
      double spread = Math.hypot(at.alpha() * PARTS[k].deviation(), at.sigma());
      double off = (x - at.alpha() * PARTS[k].mean()) / spread;
      double likelihood = WEIGHTS[k] / spread * Math.exp(-off * off / 2);
      total += likelihood;
      sum += likelihood * PARTS[k].denoised(at, x);
    }
    return sum / total;
  }

  /** Runge and Kutta's method over dy/d(ln σ) = y − E[x₀ | y], with y = x/α, in fine steps. */
  static double flow(Level from, Level to, double x) {
    double u = Math.log(from.sigma() / from.alpha());
    double h = (Math.log(to.sigma() / to.alpha()) - u) / FINE;
    double y = x / from.alpha();
    for (int i = 0; i < FINE; i++) {
      double k1 = slope(u, y);
      double k2 = slope(u + h / 2, y + h / 2 * k1);
      double k3 = slope(u + h / 2, y + h / 2 * k2);
      double k4 = slope(u + h, y + h * k3);
      y += h / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
      u += h;
    }
    return y * to.alpha();
  }

  private static double slope(double logSigma, double y) {
    return y - denoised(Level.varianceExploding(Math.exp(logSigma)), y);
  }
}
