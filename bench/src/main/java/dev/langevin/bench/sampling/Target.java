package dev.langevin.bench.sampling;

import dev.langevin.sampling.Level;
import java.util.List;

/**
 * Pictures whose elements come from a mixture of normal distributions. Their optimal denoiser is
 * known, so where the probability-flow ODE carries a point can be found as exactly as one likes.
 *
 * @param components one for a Gaussian
 */
record Target(List<Component> components) {
  /** One normal distribution of the mixture; weights sum to 1. */
  record Component(double weight, double mean, double deviation) {}

  static final Target GAUSSIAN = new Target(List.of(new Component(1, 0.4, 0.5)));
  static final Target MIXTURE =
      new Target(List.of(new Component(0.4, -1, 0.3), new Component(0.6, 0.8, 0.4)));

  private static final int FINE = 2_000;

  /** The optimal prediction of ε at a level, where x = α·x₀ + σ·ε. */
  float[] epsilon(Level at, float[] x) {
    float[] epsilon = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      double scaled = x[i] / at.alpha();
      double sigma = at.sigma() / at.alpha();
      epsilon[i] = (float) ((scaled - denoised(sigma, scaled)) / sigma);
    }
    return epsilon;
  }

  /** E[x₀ | x₀ + σ·ε = x]: the components' own estimates, weighted by how likely each is. */
  double denoised(double sigma, double x) {
    double sum = 0;
    double total = 0;
    for (Component c : components) {
      double variance = c.deviation() * c.deviation() + sigma * sigma;
      double off = x - c.mean();
      double likelihood = c.weight() / Math.sqrt(variance) * Math.exp(-off * off / 2 / variance);
      total += likelihood;
      sum += likelihood * (c.mean() + c.deviation() * c.deviation() / variance * off);
    }
    return sum / total;
  }

  /** Where the ODE dx/d(ln σ) = x − E[x₀ | x] carries x: Runge and Kutta's method in fine steps. */
  double flow(double from, double to, double x) {
    double u = Math.log(from);
    double h = (Math.log(to) - u) / FINE;
    double y = x;
    for (int i = 0; i < FINE; i++) {
      double k1 = slope(u, y);
      double k2 = slope(u + h / 2, y + h / 2 * k1);
      double k3 = slope(u + h / 2, y + h / 2 * k2);
      double k4 = slope(u + h, y + h * k3);
      y += h / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
      u += h;
    }
    return y;
  }

  private double slope(double logSigma, double x) {
    return x - denoised(Math.exp(logSigma), x);
  }
}
