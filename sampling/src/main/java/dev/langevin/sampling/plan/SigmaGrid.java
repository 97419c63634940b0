package dev.langevin.sampling.plan;

import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.Level;
import dev.langevin.sampling.SamplingException;
import dev.langevin.sampling.SamplingRequest;
import dev.langevin.sampling.config.SchedulerClass;
import dev.langevin.sampling.config.SchedulerConfig;
import dev.langevin.sampling.schedule.NoiseSchedule;
import dev.langevin.sampling.schedule.SigmaSpacing;
import dev.langevin.sampling.schedule.Spacing;
import java.util.Arrays;
import java.util.Set;

/**
 * Times and noise levels of the solvers over σ, where x = x₀ + σ·ε and the network sees x/√(σ² +
 * 1).
 *
 * @param times what the network is told, one per step
 * @param sigmas the levels, at least one more than steps, rounded to float32 as in the reference
 * @param initialScale the scale of the first noise
 */
record SigmaGrid(double[] times, double[] sigmas, double initialScale) {
  /** Classes that round the timesteps of Karras levels. */
  private static final Set<SchedulerClass> ROUNDED =
      Set.of(SchedulerClass.DPM2, SchedulerClass.DPM2_ANCESTRAL);

  int steps() {
    return times.length;
  }

  Evaluation evaluation(int i, Level read, double[] coefficients) {
    double sigma = sigmas[i];
    Level to = Level.varianceExploding(sigmas[i + 1]);
    return new Evaluation(i, i, 0, times[i], inputScale(sigma), read, level(i), to, coefficients);
  }

  Level level(int i) {
    return Level.varianceExploding(sigmas[i]);
  }

  /** What keeps the variance of the network's input at 1 for pictures of variance 1. */
  static double inputScale(double sigma) {
    return 1 / Math.sqrt(sigma * sigma + 1);
  }

  /** The forward process, of which a plan needs but one: it may have 100,000 timesteps. */
  static NoiseSchedule schedule(SchedulerConfig config) {
    String[] schedules =
        config.type() == SchedulerClass.HEUN
            ? new String[] {"linear", "scaled_linear", "squaredcos_cap_v2", "exp"}
            : new String[] {"linear", "scaled_linear", "squaredcos_cap_v2"};
    return NoiseSchedule.of(config, schedules).withFiniteSigma(config);
  }

  static SigmaGrid of(SchedulerConfig config, SamplingRequest request) {
    return of(config, request, schedule(config));
  }

  /** The same, of a {@link #schedule} that is at hand. */
  static SigmaGrid of(SchedulerConfig config, SamplingRequest request, NoiseSchedule schedule) {
    boolean continuous =
        "continuous".equals(config.value("timestep_type"))
            && "v_prediction".equals(config.value("prediction_type"));
    SigmaGrid grid =
        request.sigmas().isEmpty()
            ? spaced(config, request, schedule, continuous)
            : custom(config, request, schedule);
    Object cause = request.sigmas().isEmpty() ? request.steps() : request.sigmas();
    Compilers.checkDecreasing(request.sigmas().isEmpty() ? "steps" : "sigmas", cause, grid.sigmas);
    if (continuous) {
      double[] quarters =
          Arrays.stream(grid.sigmas, 0, grid.steps()).map(s -> 0.25 * StrictMath.log(s)).toArray();
      return new SigmaGrid(quarters, grid.sigmas, grid.initialScale);
    }
    return grid;
  }

  private static SigmaGrid custom(
      SchedulerConfig config, SamplingRequest request, NoiseSchedule schedule) {
    double[] sigmas = rounded(Compilers.array(request.sigmas()));
    if (sigmas.length < 2 || sigmas.length > Compilers.MOST_STEPS + 1) {
      throw SamplingException.outOfRange(
          "sigmas", sigmas.length + " values", 2, Compilers.MOST_STEPS + 1);
    }
    if (!(sigmas[sigmas.length - 1] >= 0) || !Double.isFinite(sigmas[0])) {
      throw SamplingException.invalid("sigmas", request.sigmas(), "finite, and not below 0");
    }
    double[] times = new double[sigmas.length - 1];
    Arrays.setAll(times, i -> schedule.timestep(sigmas[i]));
    return new SigmaGrid(times, sigmas, initialScale(config, sigmas));
  }

  private static SigmaGrid spaced(
      SchedulerConfig config, SamplingRequest request, NoiseSchedule schedule, boolean continuous) {
    SigmaSpacing spacing = SigmaSpacing.of(config);
    if (!request.timesteps().isEmpty() && (spacing != SigmaSpacing.TIMESTEPS || continuous)) {
      throw SamplingException.contradiction(
          "timesteps", request.timesteps(), "the configuration spaces noise levels, not timesteps");
    }
    double[] times =
        request.timesteps().isEmpty()
            ? rounded(Spacing.timesteps(config, Compilers.steps(config, request)))
            : Compilers.custom(config, request);
    double[] sigmas = Arrays.stream(times).map(schedule::sigma).toArray();
    if ("log_linear".equals(interpolation(config))) {
      // One level more than steps: the reference then ends above its own final level.
      sigmas = logLinear(schedule, times.length + 1);
    }
    if (spacing != SigmaSpacing.TIMESTEPS) {
      double max = sigmas[0];
      double min = sigmas[sigmas.length - 1];
      // The reference's LMS reads its Karras limits off the schedule alone.
      if (config.type() != SchedulerClass.LMS || spacing != SigmaSpacing.KARRAS) {
        max = config.inherited("sigma_max", 0, Double.MAX_VALUE).orElse(max);
        min = config.inherited("sigma_min", 0, Double.MAX_VALUE).orElse(min);
      }
      sigmas = spacing.sigmas(max, min, times.length);
      times = Arrays.stream(sigmas).map(schedule::timestep).toArray();
      if (spacing == SigmaSpacing.KARRAS && ROUNDED.contains(config.type())) {
        times = Spacing.rounded(times);
      }
    }
    double last = finalSigma(config, schedule);
    double[] all = Arrays.copyOf(sigmas, sigmas.length + 1);
    all[sigmas.length] = last;
    all = rounded(all);
    return new SigmaGrid(rounded(times), all, initialScale(config, all));
  }

  private static String interpolation(SchedulerConfig config) {
    return config.value("interpolation_type") == null
        ? "linear"
        : config.text("interpolation_type", "linear", "log_linear");
  }

  private static double[] logLinear(NoiseSchedule schedule, int count) {
    double[] sigmas =
        SigmaSpacing.linear(
            schedule.logSigma(schedule.timesteps() - 1), schedule.logSigma(0), count);
    return Arrays.stream(sigmas).map(v -> (float) StrictMath.exp(v)).toArray();
  }

  static double finalSigma(SchedulerConfig config, NoiseSchedule schedule) {
    if (config.value("final_sigmas_type") == null) {
      return 0;
    }
    String type = config.text("final_sigmas_type", "zero", "sigma_min");
    return type.equals("zero") ? 0 : schedule.sigma(0);
  }

  private static double initialScale(SchedulerConfig config, double[] sigmas) {
    double largest = Compilers.largest(sigmas);
    boolean leading = "leading".equals(config.value("timestep_spacing"));
    return leading ? Math.sqrt(largest * largest + 1) : largest;
  }

  private static double[] rounded(double[] values) {
    return Arrays.stream(values).map(v -> (float) v).toArray();
  }
}
