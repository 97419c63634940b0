package dev.langevin.sampling.plan;

import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.Level;
import dev.langevin.sampling.Plan;
import dev.langevin.sampling.SamplingException;
import dev.langevin.sampling.SamplingRequest;
import dev.langevin.sampling.config.SchedulerConfig;
import dev.langevin.sampling.parameterisation.Limit;
import dev.langevin.sampling.parameterisation.Prediction;
import dev.langevin.sampling.parameterisation.PredictionType;
import dev.langevin.sampling.schedule.FlowSpacing;
import dev.langevin.sampling.schedule.SigmaSpacing;
import dev.langevin.sampling.solver.Consistency;
import dev.langevin.sampling.solver.Euler;
import dev.langevin.sampling.solver.TwoStage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Plans of flow matching: the network is told σ·T and predicts ε − x₀. Lipman et al. 2023, "Flow
 * Matching for Generative Modeling"; Esser et al. 2024.
 */
final class FlowPlan {
  private static final double ALMOST_ONE = 1 - 1e-6;

  private FlowPlan() {}

  static Compiled euler(SchedulerConfig config, SamplingRequest request) {
    Compilers.check(config, request, "mu");
    if (config.flag("invert_sigmas")) {
      throw SamplingException.unsupported("invert_sigmas", true, "false");
    }
    boolean stochastic = config.flag("stochastic_sampling");
    double[] sigmas = levels(config, request);
    List<Evaluation> evaluations = new ArrayList<>();
    for (int i = 0; i < sigmas.length - 1; i++) {
      double[] c = stochastic ? new double[] {1, 0, 1} : new double[] {sigmas[i], 0};
      evaluations.add(evaluation(config, sigmas, i, i, 0, c));
    }
    Plan plan = new Plan(evaluations, sigmas.length - 1, 1);
    Prediction prediction = new Prediction(PredictionType.FLOW, new Limit.None());
    return new Compiled(plan, stochastic ? new Consistency() : new Euler(), prediction);
  }

  static Compiled heun(SchedulerConfig config, SamplingRequest request) {
    Compilers.check(config, request);
    double[] sigmas = levels(config, request);
    int steps = sigmas.length - 1;
    List<Evaluation> evaluations = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      double next = sigmas[i + 1];
      double[] c = {sigmas[i], next, next, 0};
      evaluations.add(evaluation(config, sigmas, evaluations.size(), i, 0, c));
      if (next > 0) {
        evaluations.add(evaluation(config, sigmas, evaluations.size(), i, 1, c));
      }
    }
    Prediction prediction = new Prediction(PredictionType.FLOW, new Limit.None());
    return new Compiled(new Plan(evaluations, steps, 1), new TwoStage(true), prediction);
  }

  private static Evaluation evaluation(
      SchedulerConfig config, double[] sigmas, int index, int step, int stage, double[] c) {
    float train = config.integer("num_train_timesteps", 1, Integer.MAX_VALUE);
    double sigma = sigmas[step + stage];
    Level at = Level.flow(sigma);
    Level to = Level.flow(sigmas[step + 1]);
    return new Evaluation(index, step, stage, (float) sigma * train, 1, at, at, to, c);
  }

  /** The reference shifts the ends of its range first, and then everything again. */
  private static double[] levels(SchedulerConfig config, SamplingRequest request) {
    int train = config.integer("num_train_timesteps", 1, Integer.MAX_VALUE);
    FlowSpacing shift = FlowSpacing.of(config, "shift", Compilers.mu(request));
    double[] sigmas;
    if (!request.sigmas().isEmpty()) {
      sigmas = custom("sigmas", request.sigmas(), 1);
    } else if (!request.timesteps().isEmpty()) {
      sigmas = custom("timesteps", request.timesteps(), train);
    } else {
      double[] ends = {1, 1.0 / train};
      ends = config.flag("use_dynamic_shifting") ? ends : shift.shifted(ends);
      sigmas = FlowSpacing.between(ends[0], (float) ends[1], Compilers.steps(config, request));
    }
    sigmas = shift.shifted(sigmas);
    sigmas = FlowSpacing.stretched(sigmas, config.optional("shift_terminal", 0, ALMOST_ONE));
    SigmaSpacing spacing = SigmaSpacing.of(config);
    if (spacing != SigmaSpacing.TIMESTEPS) {
      sigmas = spacing.sigmas(sigmas[0], sigmas[sigmas.length - 1], sigmas.length);
    }
    double[] all = Arrays.copyOf(sigmas, sigmas.length + 1);
    Arrays.setAll(all, i -> (float) all[i]);
    if (!request.sigmas().isEmpty()) {
      Compilers.checkDecreasing("sigmas", request.sigmas(), all);
    } else if (!request.timesteps().isEmpty()) {
      Compilers.checkDecreasing("timesteps", request.timesteps(), all);
    } else {
      Compilers.checkDecreasing("steps", sigmas.length, all);
    }
    return all;
  }

  private static double[] custom(String field, List<Double> values, int most) {
    double[] sigmas = Compilers.array(values);
    if (sigmas.length > Compilers.MOST_STEPS) {
      throw SamplingException.outOfRange(field, sigmas.length + " values", 1, Compilers.MOST_STEPS);
    }
    for (double sigma : sigmas) {
      if (!(sigma > 0 && sigma <= most)) {
        throw SamplingException.invalid(
            field, sigma, "above 0 and at most %d; a last level of 0 is added".formatted(most));
      }
    }
    return Arrays.stream(sigmas).map(s -> s / most).toArray();
  }
}
