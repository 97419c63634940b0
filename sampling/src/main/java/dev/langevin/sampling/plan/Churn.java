package dev.langevin.sampling.plan;

import dev.langevin.sampling.SamplingRequest;

/**
 * The noise that Karras et al. 2022, algorithm 2, adds before a step. The reference spreads it over
 * all levels, also those outside s_tmin..s_tmax.
 *
 * @param share γ where noise is added
 * @param least the smallest σ that gets noise
 * @param most the largest σ that gets noise
 * @param scale the deviation of the noise
 */
record Churn(double share, double least, double most, double scale) {
  private static final double MOST = Math.sqrt(2) - 1;

  static Churn of(SamplingRequest request, int steps) {
    double churn = Compilers.argument(request, "s_churn", 0, 0, Double.MAX_VALUE);
    double infinity = Double.POSITIVE_INFINITY;
    return new Churn(
        Math.min(churn / steps, MOST),
        Compilers.argument(request, "s_tmin", 0, 0, Double.MAX_VALUE),
        Compilers.argument(request, "s_tmax", infinity, 0, infinity),
        Compilers.argument(request, "s_noise", 1, 0, Double.MAX_VALUE));
  }

  /** The coefficients of {@link dev.langevin.sampling.solver.Euler} at σ. */
  double[] at(double sigma) {
    double gamma = sigma >= least && sigma <= most ? share : 0;
    double hat = sigma * (gamma + 1);
    return new double[] {hat, gamma > 0 ? scale * Math.sqrt(hat * hat - sigma * sigma) : 0};
  }
}
