package dev.langevin.sampling.plan;

import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.Level;
import dev.langevin.sampling.Plan;
import dev.langevin.sampling.SamplingRequest;
import dev.langevin.sampling.config.SchedulerConfig;
import dev.langevin.sampling.parameterisation.Parameterisations;
import dev.langevin.sampling.parameterisation.Prediction;
import dev.langevin.sampling.parameterisation.PredictionType;
import dev.langevin.sampling.solver.Model;
import dev.langevin.sampling.solver.Multistep;
import dev.langevin.sampling.solver.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Plans of DEIS in its log ρ form: x/α is integrated over ρ = σ/α, with the polynomial of ε in ln
 * ρ. Zhang and Chen 2023, "Fast Sampling of Diffusion Models with Exponential Integrator", section
 * 3 and appendix B.
 */
final class DeisPlan {
  private DeisPlan() {}

  static Compiled compile(SchedulerConfig config, SamplingRequest request) {
    Compilers.check(config, request, "mu");
    PredictionType type = LambdaGrid.type(config);
    config.text("algorithm_type", "deis", "dpmsolver", "dpmsolver++");
    config.text("solver_type", "logrho", "midpoint", "heun", "bh1", "bh2");
    int order = config.integer("solver_order", 1, 3);
    LambdaGrid grid = LambdaGrid.of(config, request);
    List<Evaluation> evaluations = new ArrayList<>();
    for (int i = 0; i < grid.steps(); i++) {
      int most = Math.min(Grids.order(config, order, i, grid.steps()), i + 1);
      evaluations.add(grid.evaluation(i, Weights.pack(rows(grid, i, most))));
    }
    Plan plan = new Plan(evaluations, grid.steps(), 1);
    Multistep solver = new Multistep(Model.NOISE, order - 1);
    return new Compiled(plan, solver, new Prediction(type, Parameterisations.limit(config)));
  }

  private static List<double[]> rows(LambdaGrid grid, int i, int most) {
    Level to = grid.level(i + 1);
    double rho = to.sigma() / to.alpha();
    List<double[]> rows = new ArrayList<>();
    for (int order = 1; order <= most; order++) {
      double[] nodes = new double[order]; // ln ρ = −λ, counted from the step's end
      Arrays.setAll(nodes, k -> grid.lambda(i + 1) - grid.lambda(i - k));
      double[] row = new double[order + 2];
      row[0] = to.alpha() / grid.level(i).alpha();
      for (int k = 0; k < order; k++) {
        row[k + 2] = to.alpha() * rho * Lagrange.exponential(Lagrange.basis(nodes, k), 1, nodes[0]);
      }
      rows.add(row);
    }
    return rows;
  }
}
