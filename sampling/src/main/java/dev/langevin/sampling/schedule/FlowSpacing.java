package dev.langevin.sampling.schedule;

import dev.langevin.sampling.config.SchedulerConfig;

/**
 * Noise levels of flow matching, where σ is the time on the straight path from picture to noise.
 */
public final class FlowSpacing {
  private FlowSpacing() {}

  /**
   * Evenly spaced times from 1 − 1/T, shifted: s·σ/(1 + (s − 1)·σ). Esser et al. 2024, "Scaling
   * Rectified Flow Transformers", equation 23.
   */
  public static double[] sigmas(SchedulerConfig config, int steps) {
    double shift = config.number("flow_shift", Double.MIN_NORMAL, Double.MAX_VALUE);
    int train = config.integer("num_train_timesteps", 1, Integer.MAX_VALUE);
    double[] alphas = Float32.linspace64(1, 1.0 / train, steps + 1);
    double[] sigmas = new double[steps];
    for (int i = 0; i < steps; i++) {
      double sigma = 1 - alphas[steps - i];
      sigmas[i] = shift * sigma / (1 + (shift - 1) * sigma);
    }
    return sigmas;
  }
}
