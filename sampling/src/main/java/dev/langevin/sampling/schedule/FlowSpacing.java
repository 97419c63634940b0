package dev.langevin.sampling.schedule;

import dev.langevin.sampling.SamplingException;
import dev.langevin.sampling.config.SchedulerClass;
import dev.langevin.sampling.config.SchedulerConfig;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Noise levels of flow matching, where σ is the time on the straight path from picture to noise.
 *
 * @param shift s of s·σ/(1 + (s − 1)·σ), which spends more steps near the noise where it is above
 *     1; Esser et al. 2024, "Scaling Rectified Flow Transformers", equation 23
 * @param dynamic whether s came from the request
 */
public record FlowSpacing(double shift, boolean dynamic) {
  private static final double MOST_MU = 50;

  /**
   * The shift of a configuration: the key's own value, or with {@code use_dynamic_shifting} that of
   * the request's {@code mu}, which pipelines take from the size of the picture.
   *
   * @param key shift or flow_shift
   * @throws SamplingException if mu is missing where it is needed
   */
  public static FlowSpacing of(SchedulerConfig config, String key, OptionalDouble mu) {
    if (!config.flag("use_dynamic_shifting")) {
      if (mu.isPresent()) {
        throw SamplingException.contradiction(
            "mu", mu.getAsDouble(), "use_dynamic_shifting is false");
      }
      return new FlowSpacing(config.number(key, Double.MIN_NORMAL, Double.MAX_VALUE), false);
    }
    if (mu.isEmpty()) {
      throw SamplingException.contradiction(
          "use_dynamic_shifting", true, "mu is not among the arguments");
    }
    boolean linear = config.text("time_shift_type", "exponential", "linear").equals("linear");
    double least = linear ? Double.MIN_NORMAL : -MOST_MU;
    if (!(mu.getAsDouble() >= least && mu.getAsDouble() <= MOST_MU)) {
      throw SamplingException.outOfRange("mu", mu.getAsDouble(), least, MOST_MU);
    }
    boolean dpm = key.equals("flow_shift") && config.type() != SchedulerClass.UNIPC;
    return new FlowSpacing(linear ? mu.getAsDouble() : StrictMath.exp(mu.getAsDouble()), !dpm);
  }

  /** The shifted levels. Of two equal forms the reference's own: timesteps are cut to integers. */
  public double[] shifted(double[] sigmas) {
    return Arrays.stream(sigmas)
        .map(s -> dynamic ? shift / (shift + (1 / s - 1)) : shift * s / (1 + (shift - 1) * s))
        .toArray();
  }

  /** Evenly spaced from 1 − 1/T down, shifted, as the reference's DPM-Solvers begin. */
  public double[] belowOne(int train, int steps) {
    double[] alphas = Float32.linspace64(1, 1.0 / train, steps + 1);
    double[] sigmas = new double[steps];
    for (int i = 0; i < steps; i++) {
      sigmas[i] = 1 - alphas[steps - i];
    }
    return shifted(sigmas);
  }

  /** Evenly spaced from 1 down, without the last at 1/T. */
  public static double[] fromOne(int train, int steps) {
    return Arrays.copyOf(Float32.linspace64(1, 1.0 / train, steps + 1), steps);
  }

  /** Evenly spaced between two levels. */
  public static double[] between(double first, double last, int steps) {
    return Float32.linspace64(first, last, steps);
  }

  /** Stretched about 1 so that the last level is {@code terminal}. */
  public static double[] stretched(double[] sigmas, OptionalDouble terminal) {
    if (terminal.isEmpty() || terminal.getAsDouble() == 0) {
      return sigmas;
    }
    double scale = (1 - sigmas[sigmas.length - 1]) / (1 - terminal.getAsDouble());
    return Arrays.stream(sigmas).map(s -> 1 - (1 - s) / scale).toArray();
  }
}
