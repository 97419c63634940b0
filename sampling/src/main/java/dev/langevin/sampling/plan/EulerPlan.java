package dev.langevin.sampling.plan;

import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.Level;
import dev.langevin.sampling.Plan;
import dev.langevin.sampling.SamplingRequest;
import dev.langevin.sampling.config.SchedulerConfig;
import dev.langevin.sampling.parameterisation.Limit;
import dev.langevin.sampling.parameterisation.Parameterisations;
import dev.langevin.sampling.parameterisation.Prediction;
import dev.langevin.sampling.parameterisation.PredictionType;
import dev.langevin.sampling.solver.Euler;
import dev.langevin.sampling.solver.EulerAncestral;
import java.util.ArrayList;
import java.util.List;

/** Plans of Euler's method over σ, with and without churn, and of its ancestral form. */
final class EulerPlan {
  private EulerPlan() {}

  static Compiled compile(SchedulerConfig config, SamplingRequest request) {
    Compilers.check(config, request, "s_churn", "s_tmin", "s_tmax", "s_noise");
    PredictionType type =
        Parameterisations.type(config, "epsilon", "sample", "original_sample", "v_prediction");
    SigmaGrid grid = SigmaGrid.of(config, request);
    Churn churn = Churn.of(request, grid.sigmas().length - 1);
    List<Evaluation> evaluations = new ArrayList<>();
    for (int i = 0; i < grid.steps(); i++) {
      double sigma = grid.sigmas()[i];
      double[] c = churn.at(sigma);
      // The reference reads ε at the churned level, but v at the one before.
      Level read = Level.varianceExploding(type == PredictionType.VELOCITY ? sigma : c[0]);
      evaluations.add(grid.evaluation(i, read, c));
    }
    Plan plan = new Plan(evaluations, grid.steps(), grid.initialScale());
    return new Compiled(plan, new Euler(), new Prediction(type, new Limit.None()));
  }

  /**
   * The noise that an ancestral step adds; k-diffusion's {@code get_ancestral_step}. In float32 as
   * in the reference: where σ′ is far below σ, what is left for {@link #down} is its rounding.
   */
  static float up(float from, float to) {
    return (float) Math.sqrt(to * to * (from * from - to * to) / (from * from));
  }

  /** Where an ancestral step goes before it adds {@code up}; rounding may leave less than 0. */
  static float down(float to, float up) {
    return (float) Math.sqrt(Math.max(to * to - up * up, 0));
  }

  static Compiled compileAncestral(SchedulerConfig config, SamplingRequest request) {
    Compilers.check(config, request);
    PredictionType type = Parameterisations.type(config, "epsilon", "v_prediction");
    SigmaGrid grid = SigmaGrid.of(config, request);
    List<Evaluation> evaluations = new ArrayList<>();
    for (int i = 0; i < grid.steps(); i++) {
      float from = (float) grid.sigmas()[i];
      float to = (float) grid.sigmas()[i + 1];
      float up = up(from, to);
      float down = down(to, up);
      Level read = Level.varianceExploding(from);
      evaluations.add(grid.evaluation(i, read, new double[] {down, up}));
    }
    Plan plan = new Plan(evaluations, grid.steps(), grid.initialScale());
    return new Compiled(plan, new EulerAncestral(), new Prediction(type, new Limit.None()));
  }
}
