package dev.langevin.sampling.schedule;

import dev.langevin.sampling.Level;
import dev.langevin.sampling.Noise;
import dev.langevin.sampling.SamplingException;
import dev.langevin.sampling.config.SchedulerConfig;
import java.util.Map;

/**
 * The process that training undoes: pictures gather noise over timesteps 0 to T − 1. Ho et al.
 * 2020, "Denoising Diffusion Probabilistic Models".
 *
 * @param schedule ᾱ of every timestep
 */
public record ForwardProcess(NoiseSchedule schedule) {
  /** The forward process of a model's {@code scheduler_config.json}. */
  public static ForwardProcess of(Map<String, ?> schedulerConfig) {
    return new ForwardProcess(
        NoiseSchedule.of(
            SchedulerConfig.of(schedulerConfig),
            "linear",
            "scaled_linear",
            "squaredcos_cap_v2",
            "sigmoid"));
  }

  /** Equation 4: q(x_t | x₀) = N(√ᾱ·x₀, 1 − ᾱ), in closed form. */
  public float[] noised(float[] x0, int t, Noise noise) {
    return mixed(schedule.level(checked(t)), x0, noise.next(x0.length));
  }

  /** Equation 2: q(x_t | x_{t−1}) = N(√(1 − β)·x, β), one step of the chain. */
  public float[] step(float[] before, int t, Noise noise) {
    double previous = checked(t) == 0 ? 1 : schedule.alphaBar(t - 1);
    Level step = Level.variancePreserving(schedule.alphaBar(t) / previous);
    return mixed(step, before, noise.next(before.length));
  }

  /** The signal-to-noise ratio ᾱ/(1 − ᾱ); 0 at a zero-terminal-SNR end. */
  public double snr(int t) {
    return schedule.level(checked(t)).snr();
  }

  /** ln SNR = 2λ; −∞ where the ratio is 0. */
  public double logSnr(int t) {
    return 2 * schedule.level(checked(t)).lambda();
  }

  private int checked(int t) {
    if (t < 0 || t >= schedule.timesteps()) {
      throw SamplingException.outOfRange("timestep", t, 0, schedule.timesteps() - 1);
    }
    return t;
  }

  private static float[] mixed(Level level, float[] x, float[] z) {
    float[] result = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      result[i] = (float) (level.alpha() * x[i] + level.sigma() * z[i]);
    }
    return result;
  }
}
