package dev.langevin.sampling.plan;

import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.Level;
import dev.langevin.sampling.Plan;
import dev.langevin.sampling.SamplingRequest;
import dev.langevin.sampling.config.SchedulerConfig;
import dev.langevin.sampling.parameterisation.Parameterisations;
import dev.langevin.sampling.parameterisation.Prediction;
import dev.langevin.sampling.parameterisation.PredictionType;
import dev.langevin.sampling.solver.DpmForm;
import dev.langevin.sampling.solver.Singlestep;
import dev.langevin.sampling.solver.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Plans of the single-step DPM-Solvers: evaluations come in groups of the solver's order, each of
 * which goes from the group's beginning. The last groups are shorter where the number of steps, or
 * an end without noise, asks for it.
 */
final class SinglestepPlan {
  private SinglestepPlan() {}

  static Compiled compile(SchedulerConfig config, SamplingRequest request) {
    Compilers.check(config, request, "mu");
    PredictionType type = LambdaGrid.type(config);
    int order = config.integer("solver_order", 1, 3);
    DpmForm form = DpmPlan.form(config, type, order, "dpmsolver++", "sde-dpmsolver++", "dpmsolver");
    boolean heun = DpmPlan.solverType(config).equals("heun");
    LambdaGrid grid = LambdaGrid.of(config, request);
    int[] places = places(config, order, grid.steps());
    List<Evaluation> evaluations = new ArrayList<>();
    for (int i = 0; i < grid.steps(); i++) {
      List<double[]> rows = new ArrayList<>();
      for (int place = 1; place <= Math.min(places[i], i + 1); place++) {
        rows.add(row(form, grid, i, place, heun));
      }
      evaluations.add(grid.evaluation(i, Weights.pack(rows)));
    }
    Plan plan = new Plan(evaluations, grid.steps(), 1);
    Prediction prediction = new Prediction(type, Parameterisations.limit(config));
    return new Compiled(plan, new Singlestep(form), prediction);
  }

  /** The place of each evaluation in its group, which is its order. */
  private static int[] places(SchedulerConfig config, int order, int steps) {
    boolean zero = "zero".equals(config.value("final_sigmas_type"));
    boolean lower = config.flag("lower_order_final") || zero || steps % order != 0;
    int[] places = new int[steps];
    Arrays.setAll(places, i -> i % order + 1);
    if (lower && steps % order == 0) {
      places[steps - 1] = 1;
    }
    if (zero) {
      places[steps - 1] = 1;
    }
    return places;
  }

  /** D₁ and D₂ by differences from the group's first model, turned into weights of the models. */
  private static double[] row(DpmForm form, LambdaGrid grid, int i, int place, boolean heun) {
    int begin = i - place + 1;
    Level from = grid.level(begin);
    double[] w = form.weights(from, grid.level(i + 1), place, heun);
    double h = grid.lambda(i + 1) - grid.lambda(begin);
    if (place == 1) {
      return new double[] {w[0], w[4], w[1]};
    }
    double r0 = (grid.lambda(i) - grid.lambda(begin)) / h;
    if (place == 2) {
      return new double[] {w[0], w[4], w[2] / r0, w[1] - w[2] / r0};
    }
    double r1 = (grid.lambda(i - 1) - grid.lambda(begin)) / h;
    // With d₀ = (m₀ − m₂)/r₀ and d₁ = (m₁ − m₂)/r₁: D₁ = (r₀·d₁ − r₁·d₀)/(r₀ − r₁) and D₂ = 2·(d₀
    // − d₁)/(r₀ − r₁); the midpoint form has D₁ = d₀ alone.
    double second = heun ? 2 * w[3] / (r0 - r1) : 0;
    double d0 = heun ? -w[2] * r1 / (r0 - r1) + second : w[2];
    double d1 = heun ? w[2] * r0 / (r0 - r1) - second : 0;
    return new double[] {w[0], w[4], d0 / r0, d1 / r1, w[1] - d0 / r0 - d1 / r1};
  }
}
