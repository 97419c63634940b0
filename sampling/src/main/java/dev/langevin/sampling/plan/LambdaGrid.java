package dev.langevin.sampling.plan;

import dev.langevin.sampling.Level;
import dev.langevin.sampling.SamplingException;
import dev.langevin.sampling.SamplingRequest;
import dev.langevin.sampling.config.SchedulerConfig;
import dev.langevin.sampling.schedule.FlowSpacing;
import dev.langevin.sampling.schedule.NoiseSchedule;
import dev.langevin.sampling.schedule.SigmaSpacing;
import dev.langevin.sampling.schedule.Spacing;
import java.util.Arrays;

/**
 * Times and levels of the solvers over λ = ln(α/σ), which keep the variance.
 *
 * @param times what the network is told, one per step: whole training timesteps
 * @param sigmas σ/α of the levels (σ itself with flow matching), one more than steps, in float32
 * @param flow whether the levels are those of flow matching
 */
record LambdaGrid(double[] times, double[] sigmas, boolean flow) {
  int steps() {
    return times.length;
  }

  Level level(int i) {
    return flow ? Level.flow(sigmas[i]) : Level.normalised(sigmas[i]);
  }

  static LambdaGrid of(SchedulerConfig config, SamplingRequest request) {
    NoiseSchedule schedule =
        NoiseSchedule.of(config, "linear", "scaled_linear", "squaredcos_cap_v2")
            .withFiniteSigma(config);
    SigmaSpacing spacing = SigmaSpacing.of(config);
    boolean flow = config.flag("use_flow_sigmas");
    if (config.flag("use_dynamic_shifting")) {
      throw SamplingException.unsupported("use_dynamic_shifting", true, "false");
    }
    if (flow && spacing != SigmaSpacing.TIMESTEPS) {
      throw SamplingException.contradiction(
          "use_flow_sigmas", true, "another spacing of noise levels is set too");
    }
    boolean custom = !request.timesteps().isEmpty();
    if (custom && (spacing != SigmaSpacing.TIMESTEPS || flow)) {
      throw SamplingException.contradiction(
          "timesteps", request.timesteps(), "the configuration spaces noise levels, not timesteps");
    }
    double[] times = custom ? Compilers.custom(config, request) : times(config, request, schedule);
    double[] sigmas;
    if (spacing != SigmaSpacing.TIMESTEPS) {
      sigmas = spaced(config, spacing, schedule, request.steps());
      boolean round = spacing == SigmaSpacing.KARRAS || spacing == SigmaSpacing.LU;
      round &= !"squaredcos_cap_v2".equals(config.value("beta_schedule"));
      double[] exact = Arrays.stream(sigmas).map(schedule::timestep).toArray();
      times = round ? Spacing.rounded(exact) : exact;
    } else if (flow) {
      sigmas = FlowSpacing.sigmas(config, request.steps());
      int train = schedule.timesteps();
      times = Arrays.stream(sigmas).map(s -> s * train).toArray();
    } else {
      Grids.checkTimesteps(times, schedule.timesteps());
      sigmas = Arrays.stream(times).map(schedule::sigma).toArray();
    }
    double[] all = Arrays.copyOf(sigmas, sigmas.length + 1);
    all[sigmas.length] = SigmaGrid.finalSigma(config, schedule);
    all = Arrays.stream(all).map(v -> (float) v).toArray();
    Compilers.checkDecreasing("steps", times.length, all);
    return new LambdaGrid(Arrays.stream(times).map(t -> (long) t).toArray(), all, flow);
  }

  private static double[] times(
      SchedulerConfig config, SamplingRequest request, NoiseSchedule schedule) {
    int steps = Compilers.steps(config, request);
    double least = config.number("lambda_min_clipped", Double.NEGATIVE_INFINITY, Double.MAX_VALUE);
    int last = schedule.timesteps();
    while (last > 0 && schedule.lambda(last - 1) < least) {
      last--;
    }
    if (last < 1) {
      throw SamplingException.invalid("lambda_min_clipped", least, "below the model's largest λ");
    }
    return Spacing.timestepsWithEnd(config, last, steps);
  }

  private static double[] spaced(
      SchedulerConfig config, SigmaSpacing spacing, NoiseSchedule schedule, int steps) {
    double max = schedule.sigma(schedule.timesteps() - 1);
    double min = schedule.sigma(0);
    if (spacing != SigmaSpacing.LU) {
      max = config.inherited("sigma_max", 0, Double.MAX_VALUE).orElse(max);
      min = config.inherited("sigma_min", 0, Double.MAX_VALUE).orElse(min);
    }
    return spacing.sigmas(max, min, steps);
  }
}
