package dev.langevin.sampling.plan;

import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.Level;
import dev.langevin.sampling.Plan;
import dev.langevin.sampling.SamplingRequest;
import dev.langevin.sampling.config.SchedulerConfig;
import dev.langevin.sampling.parameterisation.Parameterisations;
import dev.langevin.sampling.parameterisation.Prediction;
import dev.langevin.sampling.parameterisation.PredictionType;
import dev.langevin.sampling.schedule.NoiseSchedule;
import dev.langevin.sampling.schedule.Spacing;
import dev.langevin.sampling.solver.Ddpm;
import java.util.ArrayList;
import java.util.List;

/** Plans of DDPM: from every visited timestep to the next, and from the last to no noise. */
final class AncestralPlan {
  private static final double SMALLEST_VARIANCE = 1e-20;

  private AncestralPlan() {}

  static Compiled compile(SchedulerConfig config, SamplingRequest request) {
    Compilers.check(config, request);
    NoiseSchedule schedule =
        NoiseSchedule.of(config, "linear", "scaled_linear", "squaredcos_cap_v2", "sigmoid");
    PredictionType type = Parameterisations.type(config, "epsilon", "sample", "v_prediction");
    String variance =
        config.text(
            "variance_type",
            "fixed_small",
            "fixed_small_log",
            "fixed_large",
            "fixed_large_log",
            "learned",
            "learned_range");
    double[] t =
        request.timesteps().isEmpty()
            ? Spacing.rounded(Spacing.timesteps(config, Compilers.steps(config, request)))
            : Compilers.custom(config, request);
    Grids.checkTimesteps(config, t, schedule.timesteps());
    List<Evaluation> evaluations = new ArrayList<>();
    for (int i = 0; i < t.length; i++) {
      double bar = schedule.alphaBar((int) t[i]);
      double next = i + 1 < t.length ? schedule.alphaBar((int) t[i + 1]) : 1;
      Level from = Level.variancePreserving(bar);
      double[] c = coefficients(bar, next, t[i] > 0, variance);
      Level to = Level.variancePreserving(next);
      evaluations.add(new Evaluation(i, i, 0, t[i], 1, from, from, to, c));
    }
    Grids.checkReadable(type, evaluations);
    Ddpm solver =
        new Ddpm(
            switch (variance) {
              case "learned" -> Ddpm.Variance.LEARNED;
              case "learned_range" -> Ddpm.Variance.LEARNED_RANGE;
              default -> Ddpm.Variance.FIXED;
            });
    Plan plan = new Plan(evaluations, t.length, 1);
    return new Compiled(plan, solver, new Prediction(type, Parameterisations.limit(config)));
  }

  private static double[] coefficients(double bar, double next, boolean draw, String variance) {
    double alpha = bar / next;
    double beta = 1 - alpha;
    double c0 = Math.sqrt(next) * beta / (1 - bar);
    double c1 = Math.sqrt(alpha) * (1 - next) / (1 - bar);
    double small = Math.max((1 - next) / (1 - bar) * beta, SMALLEST_VARIANCE);
    double deviation =
        switch (variance) {
          case "learned", "learned_range" -> 1;
          case "fixed_large", "fixed_large_log" -> Math.sqrt(beta);
          default -> Math.sqrt(small);
        };
    return new double[] {c0, c1, draw ? deviation : 0, StrictMath.log(small), StrictMath.log(beta)};
  }
}
