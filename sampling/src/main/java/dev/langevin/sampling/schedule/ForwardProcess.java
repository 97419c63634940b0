package dev.langevin.sampling.schedule;

import dev.langevin.sampling.Level;
import dev.langevin.sampling.Noise;
import dev.langevin.sampling.SamplingException;
import dev.langevin.sampling.config.SchedulerConfig;
import java.util.List;
import java.util.Map;

/**
 * The process that training undoes: pictures gather noise over timesteps 0 to T − 1. Ho et al.
 * 2020, "Denoising Diffusion Probabilistic Models"; Song et al. 2021, "Score-Based Generative
 * Modeling through Stochastic Differential Equations"; Lipman et al. 2023, "Flow Matching for
 * Generative Modeling".
 *
 * @param levels x_t = α·x₀ + σ·ε at every training timestep, the noise growing
 */
public record ForwardProcess(List<Level> levels) {
  /** Keeps a copy. */
  public ForwardProcess {
    levels = List.copyOf(levels);
  }

  /**
   * The forward process of a model's {@code scheduler_config.json}.
   *
   * @throws SamplingException if the configuration is not one that we can do
   */
  public static ForwardProcess of(Map<String, ?> schedulerConfig) {
    return of(schedulerConfig, Map.of());
  }

  /**
   * The same with keys written over the configuration. Nothing is denoised here, so {@code
   * use_flow_sigmas} takes the straight path of flow matching for every model with betas, and
   * {@code beta_schedule} is any that a class has.
   */
  public static ForwardProcess of(Map<String, ?> schedulerConfig, Map<String, ?> keys) {
    return TrainingLevels.ofModel(SchedulerConfig.of(schedulerConfig).with(keys));
  }

  /** That of a sampler's configuration: keys which its class does not take count for nothing. */
  public static ForwardProcess of(SchedulerConfig config) {
    return TrainingLevels.of(config);
  }

  /** T, the number of training timesteps. */
  public int timesteps() {
    return levels.size();
  }

  /** The level of a training timestep. */
  public Level level(int t) {
    return levels.get(checked(t));
  }

  /** Ho et al. 2020, equation 4: q(x_t | x₀) = N(α·x₀, σ²), in closed form. */
  public float[] noised(float[] x0, int t, Noise noise) {
    return mixed(level(t), x0, noise.next(x0.length));
  }

  /** The same with noise that was drawn already, as many elements as x₀. */
  public float[] noised(float[] x0, int t, float[] noise) {
    if (noise.length != x0.length) {
      throw SamplingException.wrongSize("noise elements", noise.length, x0.length);
    }
    return mixed(level(t), x0, noise);
  }

  /**
   * One step of the chain, from x_{t−1}, or x₀ where t is 0, to x_t: N(r·x, σ_t² − r²·σ_{t−1}²)
   * with r = α_t/α_{t−1}. Where variance is preserved it is Ho et al. 2020, equation 2, N(√(1 −
   * β)·x, β).
   */
  public float[] step(float[] before, int t, Noise noise) {
    Level from = checked(t) == 0 ? Level.CLEAN : levels.get(t - 1);
    return mixed(transition(from, levels.get(t)), before, noise.next(before.length));
  }

  /** The signal-to-noise ratio α²/σ²; 0 where no picture is left, infinite where no noise is. */
  public double snr(int t) {
    return level(t).snr();
  }

  /** ln SNR = 2λ; −∞ where the ratio is 0. */
  public double logSnr(int t) {
    return 2 * level(t).lambda();
  }

  private int checked(int t) {
    if (t < 0 || t >= levels.size()) {
      throw SamplingException.outOfRange("timestep", t, 0, levels.size() - 1);
    }
    return t;
  }

  /** What takes one level to the next; rounding may leave a variance just below 0. */
  private static Level transition(Level from, Level to) {
    double ratio = from.alpha() == 0 ? 0 : to.alpha() / from.alpha();
    double before = ratio * from.sigma();
    double variance = to.sigma() * to.sigma() - before * before;
    return new Level(ratio, Math.sqrt(Math.max(variance, 0)));
  }

  private static float[] mixed(Level level, float[] x, float[] z) {
    float[] result = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      result[i] = (float) (level.alpha() * x[i] + level.sigma() * z[i]);
    }
    return result;
  }
}
