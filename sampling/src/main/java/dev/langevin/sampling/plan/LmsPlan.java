package dev.langevin.sampling.plan;

import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.Plan;
import dev.langevin.sampling.SamplingRequest;
import dev.langevin.sampling.config.SchedulerConfig;
import dev.langevin.sampling.parameterisation.Limit;
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
 * Plans of linear multistep over σ: the slope's polynomial through up to four evaluations is
 * integrated over the step. After a start in mid-plan the reference still takes the weights of the
 * high order, and leaves out the terms for which there is no slope yet.
 */
final class LmsPlan {
  private static final int ORDER = 4;

  private LmsPlan() {}

  static Compiled compile(SchedulerConfig config, SamplingRequest request) {
    Compilers.check(config, request);
    PredictionType type = Parameterisations.type(config, "epsilon", "sample", "v_prediction");
    SigmaGrid grid = SigmaGrid.of(config, request);
    List<Evaluation> evaluations = new ArrayList<>();
    for (int i = 0; i < grid.steps(); i++) {
      double[] c = Weights.pack(rows(grid.sigmas(), i));
      evaluations.add(grid.evaluation(i, grid.level(i), c));
    }
    Plan plan = new Plan(evaluations, grid.steps(), grid.initialScale());
    Multistep solver = new Multistep(Model.NOISE, ORDER - 1);
    return new Compiled(plan, solver, new Prediction(type, new Limit.None()));
  }

  private static List<double[]> rows(double[] sigmas, int i) {
    int order = Math.min(i + 1, ORDER);
    double[] nodes = new double[order];
    Arrays.setAll(nodes, k -> sigmas[i - k] - sigmas[i + 1]);
    double[] row = new double[order + 2];
    row[0] = 1;
    for (int k = 0; k < order; k++) {
      row[k + 2] = Lagrange.integral(Lagrange.basis(nodes, k), nodes[0]);
    }
    List<double[]> rows = new ArrayList<>();
    for (int known = 1; known <= order; known++) {
      rows.add(Arrays.copyOf(row, known + 2));
    }
    return rows;
  }
}
