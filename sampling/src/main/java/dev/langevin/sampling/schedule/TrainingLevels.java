package dev.langevin.sampling.schedule;

import dev.langevin.sampling.Level;
import dev.langevin.sampling.SamplingException;
import dev.langevin.sampling.config.SchedulerClass.Family;
import dev.langevin.sampling.config.SchedulerConfig;
import java.util.Arrays;
import java.util.function.DoubleFunction;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The noise levels that a model is trained at, for each family of scheduler classes. */
final class TrainingLevels {
  private static final int MOST_TIMESTEPS = 100_000;

  /** More would not fit into float32 together with the noise. */
  private static final double LARGEST_SIGMA = 1e30;

  private static final double MOST_BETA = 1e6;

  private TrainingLevels() {}

  /** Those of a model, which no sampler narrows. */
  static ForwardProcess ofModel(SchedulerConfig config) {
    Object flow = config.written().get("use_flow_sigmas");
    if (config.type().family() != Family.DISCRETE || flow == null) {
      return of(config);
    }
    if (!(flow instanceof Boolean straight)) {
      throw SamplingException.wrongKind("use_flow_sigmas", flow, "true or false");
    }
    return straight ? flow(config) : betas(config);
  }

  static ForwardProcess of(SchedulerConfig config) {
    return switch (config.type().family()) {
      case DISCRETE -> config.flag("use_flow_sigmas") ? flow(config) : betas(config);
      case CONTINUOUS -> overTime(config, TrainingLevels::continuous);
      case FLOW -> flow(config);
      case EDM -> preconditioned(config);
      case SCORE_VP -> scored(config);
      case SCORE_VE -> exploding(config);
    };
  }

  private static ForwardProcess betas(SchedulerConfig config) {
    NoiseSchedule schedule =
        NoiseSchedule.of(config, "linear", "scaled_linear", "squaredcos_cap_v2", "sigmoid", "exp");
    if (Double.isNaN(schedule.alphaBar(schedule.timesteps() - 1))) {
      throw SamplingException.contradiction(
          "rescale_betas_zero_snr", true, "the betas add no noise that could be stretched");
    }
    return each(config, schedule::level);
  }

  /** The network is told T·σ, so that timestep i is σ = (i + 1)/T; shifts change no level. */
  private static ForwardProcess flow(SchedulerConfig config) {
    double count = timesteps(config);
    return each(config, i -> Level.flow((i + 1) / count));
  }

  /** As the plan has it: σ = sin²(π/2·t), which keeps the variance. */
  private static Level continuous(double t) {
    double sine = StrictMath.sin(t * Math.PI / 2);
    double sigma = sine * sine;
    return new Level(Math.sqrt(1 - sigma * sigma), sigma);
  }

  /** Karras et al. 2022, equation 5, or even in ln σ, in as many levels as the table has. */
  private static ForwardProcess preconditioned(SchedulerConfig config) {
    double min = config.number("sigma_min", Double.MIN_NORMAL, LARGEST_SIGMA);
    double max = config.number("sigma_max", min, LARGEST_SIGMA);
    double rho = config.number("rho", Double.MIN_NORMAL, Double.MAX_VALUE);
    double[] falling =
        config.text("sigma_schedule", "karras", "exponential").equals("karras")
            ? SigmaSpacing.karras(max, min, rho, timesteps(config))
            : SigmaSpacing.EXPONENTIAL.sigmas(max, min, timesteps(config));
    return exploding(SigmaSpacing.reversed(falling));
  }

  /** Song et al. 2021, equation 30: even in ln σ. */
  private static ForwardProcess exploding(SchedulerConfig config) {
    double min = config.number("sigma_min", Double.MIN_NORMAL, LARGEST_SIGMA);
    double max = config.number("sigma_max", min, LARGEST_SIGMA);
    return exploding(SigmaSpacing.EXPONENTIAL.sigmas(min, max, timesteps(config)));
  }

  private static ForwardProcess exploding(double[] rising) {
    return new ForwardProcess(Arrays.stream(rising).mapToObj(Level::varianceExploding).toList());
  }

  /** Song et al. 2021, equation 29: ln α = −t²·(β_max − β_min)/4 − t·β_min/2. */
  private static ForwardProcess scored(SchedulerConfig config) {
    double least = config.number("beta_min", 0, MOST_BETA);
    double most = config.number("beta_max", least, MOST_BETA);
    return overTime(
        config,
        t -> {
          double logAlpha = -0.25 * t * t * (most - least) - 0.5 * t * least;
          return new Level(StrictMath.exp(logAlpha), Math.sqrt(-StrictMath.expm1(2 * logAlpha)));
        });
  }

  /** Of times from 1/T to 1. */
  private static ForwardProcess overTime(SchedulerConfig config, DoubleFunction<Level> level) {
    double count = timesteps(config);
    return each(config, i -> level.apply((i + 1) / count));
  }

  private static ForwardProcess each(SchedulerConfig config, IntFunction<Level> level) {
    return new ForwardProcess(IntStream.range(0, timesteps(config)).mapToObj(level).toList());
  }

  private static int timesteps(SchedulerConfig config) {
    return config.integer("num_train_timesteps", 1, MOST_TIMESTEPS);
  }
}
