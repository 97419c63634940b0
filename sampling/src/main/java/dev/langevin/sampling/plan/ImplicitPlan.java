package dev.langevin.sampling.plan;

import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.Level;
import dev.langevin.sampling.Plan;
import dev.langevin.sampling.SamplingException;
import dev.langevin.sampling.SamplingRequest;
import dev.langevin.sampling.config.SchedulerConfig;
import dev.langevin.sampling.parameterisation.Parameterisations;
import dev.langevin.sampling.parameterisation.Prediction;
import dev.langevin.sampling.parameterisation.PredictionType;
import dev.langevin.sampling.schedule.NoiseSchedule;
import dev.langevin.sampling.schedule.Spacing;
import dev.langevin.sampling.solver.Ddim;
import java.util.ArrayList;
import java.util.List;

/**
 * Plans of DDIM. The reference steps down by T / steps from wherever it evaluated, whatever the
 * spacing; below 0 it takes ᾱ = 1, or ᾱ₀ without {@code set_alpha_to_one}.
 */
final class ImplicitPlan {
  private ImplicitPlan() {}

  static Compiled compile(SchedulerConfig config, SamplingRequest request) {
    Compilers.check(config, request, "eta");
    double eta = Compilers.argument(request, "eta", 0, 0, 1);
    NoiseSchedule schedule = NoiseSchedule.of(config);
    PredictionType type = Parameterisations.type(config, "epsilon", "sample", "v_prediction");
    int steps = Compilers.steps(config, request);
    int stride = schedule.timesteps() / steps;
    double last = config.flag("set_alpha_to_one") ? 1 : schedule.alphaBar(0);
    double[] t = Spacing.rounded(Spacing.timesteps(config, steps));
    Grids.checkTimesteps(config, t, schedule.timesteps());
    List<Evaluation> evaluations = new ArrayList<>();
    for (int i = 0; i < t.length; i++) {
      int after = (int) t[i] - stride;
      double bar = schedule.alphaBar((int) t[i]);
      double next = after >= 0 ? schedule.alphaBar(after) : last;
      Level from = Level.variancePreserving(bar);
      Level to = Level.variancePreserving(next);
      double[] c = coefficients(bar, next, eta);
      evaluations.add(new Evaluation(i, i, 0, t[i], 1, from, from, to, c));
    }
    Grids.checkReadable(type, evaluations);
    Plan plan = new Plan(evaluations, steps, 1);
    return new Compiled(plan, new Ddim(), new Prediction(type, Parameterisations.limit(config)));
  }

  /**
   * The other way: at each timestep the network is asked about latents that are still a stride
   * below it. Song et al. 2021, equation 14; Hertz et al. 2023.
   */
  static Compiled compileInverse(SchedulerConfig config, SamplingRequest request) {
    Compilers.check(config, request);
    NoiseSchedule schedule = NoiseSchedule.of(config);
    PredictionType type = Parameterisations.type(config, "epsilon", "sample", "v_prediction");
    config.text("timestep_spacing", "leading", "trailing");
    if (type == PredictionType.SAMPLE && config.flag("set_alpha_to_one")) {
      throw SamplingException.contradiction(
          "prediction_type", "sample", "a picture without noise (set_alpha_to_one) has no ε");
    }
    int steps = Compilers.steps(config, request);
    int stride = schedule.timesteps() / steps;
    double first = config.flag("set_alpha_to_one") ? 1 : schedule.alphaBar(0);
    double[] t = Spacing.rounded(Spacing.timesteps(config, steps));
    Grids.checkTimesteps(config, t, schedule.timesteps());
    List<Evaluation> evaluations = new ArrayList<>();
    for (int i = 0; i < t.length; i++) {
      int at = (int) t[t.length - 1 - i];
      double bar = at >= stride ? schedule.alphaBar(at - stride) : first;
      double next = schedule.alphaBar(at);
      Level from = Level.variancePreserving(bar);
      double[] c = {Math.sqrt(next), Math.sqrt(1 - next), 0, 0};
      evaluations.add(
          new Evaluation(i, i, 0, at, 1, from, from, Level.variancePreserving(next), c));
    }
    Plan plan = new Plan(evaluations, steps, 1);
    return new Compiled(plan, new Ddim(), new Prediction(type, Parameterisations.limit(config)));
  }

  /** Song et al. 2021, equation 16: σ = η·√((1 − ᾱ′)/(1 − ᾱ))·√(1 − ᾱ/ᾱ′). */
  private static double[] coefficients(double bar, double next, double eta) {
    double variance = Math.max((1 - next) / (1 - bar) * (1 - bar / next), 0);
    double sigma = eta * Math.sqrt(variance);
    double direction = Math.sqrt(Math.max(1 - next - sigma * sigma, 0));
    return new double[] {Math.sqrt(next), direction, sigma, eta > 0 ? 1 : 0};
  }
}
