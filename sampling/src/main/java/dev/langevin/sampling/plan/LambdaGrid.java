package dev.langevin.sampling.plan;

import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.Level;
import dev.langevin.sampling.SamplingException;
import dev.langevin.sampling.SamplingRequest;
import dev.langevin.sampling.config.SchedulerClass;
import dev.langevin.sampling.config.SchedulerConfig;
import dev.langevin.sampling.parameterisation.Parameterisations;
import dev.langevin.sampling.parameterisation.PredictionType;
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
  private static final double NO_SIGNAL = 1e-6;
  private static final double ALMOST_ONE = 1 - 1e-6;

  int steps() {
    return times.length;
  }

  /** λ = ln(α/σ) of a level. */
  double lambda(int i) {
    return level(i).lambda();
  }

  /** An evaluation at level i, which leads to the next. */
  Evaluation evaluation(int i, double[] coefficients) {
    Level from = level(i);
    return new Evaluation(i, i, 0, times[i], 1, from, from, level(i + 1), coefficients);
  }

  Level level(int i) {
    return flow ? Level.flow(sigmas[i]) : Level.normalised(sigmas[i]);
  }

  /** What the network predicts; flow needs the levels of flow matching. */
  static PredictionType type(SchedulerConfig config) {
    PredictionType type =
        Parameterisations.type(config, "epsilon", "sample", "v_prediction", "flow_prediction");
    boolean flow = config.flag("use_flow_sigmas");
    if (type == PredictionType.FLOW && !flow || type == PredictionType.VELOCITY && flow) {
      throw SamplingException.contradiction(
          "prediction_type", config.value("prediction_type"), "use_flow_sigmas is " + flow);
    }
    return type;
  }

  static LambdaGrid of(SchedulerConfig config, SamplingRequest request) {
    NoiseSchedule schedule = NoiseSchedule.of(config).withFiniteSigma(config);
    SigmaSpacing spacing = SigmaSpacing.of(config);
    boolean flow = config.flag("use_flow_sigmas");
    boolean unipc = config.type() == SchedulerClass.UNIPC;
    boolean spaced = spacing != SigmaSpacing.TIMESTEPS;
    if (flow && spaced && !(unipc && spacing == SigmaSpacing.KARRAS)) {
      throw SamplingException.contradiction(
          "use_flow_sigmas", true, "another spacing of noise levels is set too");
    }
    if (!flow && Compilers.mu(request).isPresent()) {
      throw SamplingException.contradiction(
          "mu", Compilers.mu(request).getAsDouble(), "use_flow_sigmas is false");
    }
    if (!flow && config.flag("use_dynamic_shifting")) {
      throw SamplingException.contradiction(
          "use_dynamic_shifting", true, "use_flow_sigmas is false");
    }
    boolean custom = !request.timesteps().isEmpty();
    if (custom && (spaced || flow)) {
      throw SamplingException.contradiction(
          "timesteps", request.timesteps(), "the configuration spaces noise levels, not timesteps");
    }
    int train = schedule.timesteps();
    double[] times = custom ? Compilers.custom(config, request) : times(config, request, schedule);
    double[] sigmas;
    if (spaced && flow) {
      double[] ratios = spaced(config, spacing, schedule, request.steps());
      sigmas = Arrays.stream(ratios).map(s -> s / (s + 1)).toArray();
      times = Arrays.stream(sigmas).map(s -> s * train).toArray();
    } else if (spaced) {
      sigmas = spaced(config, spacing, schedule, request.steps());
      double[] exact = Arrays.stream(sigmas).map(schedule::timestep).toArray();
      times = rounds(config, spacing) ? Spacing.rounded(exact) : exact;
    } else if (flow) {
      FlowSpacing shift = FlowSpacing.of(config, "flow_shift", Compilers.mu(request));
      sigmas =
          unipc
              ? fromOne(config, shift, train, request.steps())
              : shift.belowOne(train, request.steps());
      times = Arrays.stream(sigmas).map(s -> s * train).toArray();
    } else {
      Grids.checkTimesteps(config, times, train);
      sigmas = Arrays.stream(times).map(schedule::sigma).toArray();
    }
    double[] all = Arrays.copyOf(sigmas, sigmas.length + 1);
    all[sigmas.length] = last(config, schedule, spaced || flow ? sigmas : new double[0]);
    all = Arrays.stream(all).map(v -> (float) v).toArray();
    Compilers.checkDecreasing("steps", times.length, all);
    return new LambdaGrid(Arrays.stream(times).map(t -> (long) t).toArray(), all, flow);
  }

  /** The DPM multistep class does not round with the cosine schedule. */
  private static boolean rounds(SchedulerConfig config, SigmaSpacing spacing) {
    boolean cosine = "squaredcos_cap_v2".equals(config.value("beta_schedule"));
    return (spacing == SigmaSpacing.KARRAS || spacing == SigmaSpacing.LU)
        && !(cosine && config.type() == SchedulerClass.DPM_MULTISTEP);
  }

  private static double[] fromOne(SchedulerConfig config, FlowSpacing shift, int train, int steps) {
    double[] sigmas = shift.shifted(FlowSpacing.fromOne(train, steps));
    sigmas = FlowSpacing.stretched(sigmas, config.optional("shift_terminal", 0, ALMOST_ONE));
    if (Math.abs(sigmas[0] - 1) < NO_SIGNAL) {
      sigmas[0] -= NO_SIGNAL; // else λ would be −∞
    }
    return sigmas;
  }

  /** The level after the last; {@code spaced} is empty where timesteps place the levels. */
  private static double last(SchedulerConfig config, NoiseSchedule schedule, double[] spaced) {
    boolean repeats =
        switch (config.type()) {
          case DEIS, SA_SOLVER -> true;
          case UNIPC -> "sigma_min".equals(config.value("final_sigmas_type"));
          default -> false;
        };
    if (repeats) {
      return spaced.length == 0 ? schedule.sigma(0) : spaced[spaced.length - 1];
    }
    return SigmaGrid.finalSigma(config, schedule);
  }

  private static double[] times(
      SchedulerConfig config, SamplingRequest request, NoiseSchedule schedule) {
    int steps = Compilers.steps(config, request);
    double least =
        config
            .optional("lambda_min_clipped", Double.NEGATIVE_INFINITY, Double.MAX_VALUE)
            .orElse(Double.NEGATIVE_INFINITY);
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
