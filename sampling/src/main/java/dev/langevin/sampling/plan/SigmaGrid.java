package dev.langevin.sampling.plan;

import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.Level;
import dev.langevin.sampling.SamplingException;
import dev.langevin.sampling.SamplingRequest;
import dev.langevin.sampling.config.SchedulerConfig;
import dev.langevin.sampling.schedule.NoiseSchedule;
import dev.langevin.sampling.schedule.SigmaSpacing;
import dev.langevin.sampling.schedule.Spacing;
import java.util.Arrays;

/**
 * Times and noise levels of the solvers over σ, where x = x₀ + σ·ε and the network sees x/√(σ² +
 * 1).
 *
 * @param times what the network is told, one per step
 * @param sigmas the levels, at least one more than steps, rounded to float32 as in the reference
 * @param initialScale the scale of the first noise
 */
record SigmaGrid(double[] times, double[] sigmas, double initialScale) {
  int steps() {
    return times.length;
  }

  Evaluation evaluation(int i, Level read, double[] coefficients) {
    double sigma = sigmas[i];
    return new Evaluation(
        i,
        i,
        0,
        times[i],
        1 / Math.sqrt(sigma * sigma + 1),
        read,
        Level.varianceExploding(sigma),
        Level.varianceExploding(sigmas[i + 1]),
        coefficients);
  }

  static SigmaGrid of(SchedulerConfig config, SamplingRequest request) {
    NoiseSchedule schedule =
        NoiseSchedule.of(config, "linear", "scaled_linear", "squaredcos_cap_v2")
            .withFiniteSigma(config);
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
      double max = config.optional("sigma_max", 0, Double.MAX_VALUE).orElse(sigmas[0]);
      double min =
          config.optional("sigma_min", 0, Double.MAX_VALUE).orElse(sigmas[sigmas.length - 1]);
      sigmas = spacing.sigmas(max, min, times.length);
      times = Arrays.stream(sigmas).map(schedule::timestep).toArray();
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
    double top = schedule.logSigma(schedule.timesteps() - 1);
    double bottom = schedule.logSigma(0);
    double[] sigmas = new double[count];
    for (int i = 0; i < count; i++) {
      sigmas[i] = StrictMath.exp(top + (bottom - top) * i / (count - 1));
    }
    return sigmas;
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
