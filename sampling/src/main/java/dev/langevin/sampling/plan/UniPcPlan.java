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
import dev.langevin.sampling.solver.DpmForm;
import dev.langevin.sampling.solver.PredictorCorrector;
import dev.langevin.sampling.solver.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Plans of UniPC. Zhao et al. 2023, "UniPC", equations 3, 8 and 9: polynomials of the model in λ
 * with B(h) = h (bh1) or eʰ − 1 (bh2).
 */
final class UniPcPlan {
  private static final int MOST = 5;

  private UniPcPlan() {}

  static Compiled compile(SchedulerConfig config, SamplingRequest request) {
    Compilers.check(config, request, "mu");
    PredictionType type = LambdaGrid.type(config);
    if (config.value("solver_p") != null) {
      throw SamplingException.unsupported("solver_p", config.value("solver_p"), "null");
    }
    boolean data = config.flag("predict_x0");
    if (!data && type == PredictionType.FLOW) {
      throw SamplingException.contradiction("prediction_type", type, "predict_x0 is false");
    }
    String solverType = config.text("solver_type", "bh1", "bh2", "midpoint", "heun", "logrho");
    int most = config.integer("solver_order", 1, MOST);
    LambdaGrid grid = LambdaGrid.of(config, request);
    Form form = new Form(grid, data, solverType.equals("bh1"));
    List<Double> uncorrected = uncorrected(config);
    List<Evaluation> evaluations = new ArrayList<>();
    int before = 0;
    for (int i = 0; i < grid.steps(); i++) {
      int order = Math.min(order(config, most, i, grid), i + 1);
      int correctors = uncorrected.contains((double) (i - 1)) ? 0 : before;
      evaluations.add(grid.evaluation(i, form.rows(i, order, correctors)));
      before = order;
    }
    Plan plan = new Plan(evaluations, grid.steps(), 1);
    DpmForm model = new DpmForm(data, false, false);
    Prediction prediction = new Prediction(type, Parameterisations.limit(config));
    return new Compiled(plan, new PredictorCorrector(model, most, 0), prediction);
  }

  private static int order(SchedulerConfig config, int most, int i, LambdaGrid grid) {
    int order = config.flag("lower_order_final") ? Math.min(most, grid.steps() - i) : most;
    if (order > 1 && grid.sigmas()[i + 1] == 0) {
      throw SamplingException.contradiction(
          "lower_order_final", false, "final_sigmas_type is zero, where only order 1 is defined");
    }
    return order;
  }

  private static List<Double> uncorrected(SchedulerConfig config) {
    return config.value("disable_corrector") instanceof List<?> list && list.isEmpty()
        ? List.of()
        : config
            .numbers("disable_corrector", 0, Compilers.MOST_STEPS)
            .map(steps -> Arrays.stream(steps).boxed().toList())
            .orElse(List.of());
  }

  /** The weights of both halves of the method, which solve the same equations. */
  private record Form(LambdaGrid grid, boolean data, boolean bh1) {
    double[] rows(int i, int predictors, int correctors) {
      List<double[]> rows = new ArrayList<>();
      for (int order = 1; order <= predictors; order++) {
        rows.add(predictor(i, order));
      }
      for (int order = 1; order <= correctors; order++) {
        rows.add(corrector(i - 1, order));
      }
      return Grids.withCount(predictors, Weights.pack(rows));
    }

    private double[] predictor(int i, int order) {
      double[] rho = {};
      if (order == 2) {
        rho = new double[] {0.5}; // as the paper does in place of solving for it
      } else if (order > 2) {
        rho = solve(i, order - 1, false);
      }
      return row(i, order, rho, false);
    }

    private double[] corrector(int i, int order) {
      return row(i, order, order == 1 ? new double[] {0.5} : solve(i, order, true), true);
    }

    /** Over the step from level i; a corrector has the model at the step's end before m₀. */
    private double[] row(int i, int order, double[] rho, boolean corrects) {
      Level from = grid.level(i);
      Level to = grid.level(i + 1);
      double h = to.lambda() - from.lambda();
      double hh = data ? -h : h;
      double scale = data ? to.alpha() : to.sigma();
      double b = bh1 ? hh : StrictMath.expm1(hh);
      int offset = corrects ? 3 : 2;
      double[] row = new double[order + offset];
      row[0] = data ? to.sigma() / from.sigma() : to.alpha() / from.alpha();
      row[offset] = -scale * StrictMath.expm1(hh);
      for (int k = 1; k < order; k++) {
        double weight = -scale * b * rho[k - 1] / ratio(i, k);
        row[offset + k] += weight;
        row[offset] -= weight;
      }
      if (corrects) {
        double weight = -scale * b * rho[order - 1];
        row[2] = weight;
        row[offset] -= weight;
      }
      return row;
    }

    /** r of equation 8: where the model k evaluations before stands, in units of the step. */
    private double ratio(int i, int k) {
      return (grid.lambda(i - k) - grid.lambda(i)) / (grid.lambda(i + 1) - grid.lambda(i));
    }

    /** Solves Σ ρₖ·rₖⁿ = bₙ, n from 0, for as many ρ as asked. */
    private double[] solve(int i, int count, boolean corrects) {
      double h = grid.lambda(i + 1) - grid.lambda(i);
      double hh = data ? -h : h;
      double b = bh1 ? hh : StrictMath.expm1(hh);
      double[][] equations = new double[count][count + 1];
      double phi = StrictMath.expm1(hh) / hh - 1;
      double factorial = 1;
      for (int n = 0; n < count; n++) {
        for (int k = 0; k < count; k++) {
          double r = corrects && k == count - 1 ? 1 : ratio(i, k + 1);
          equations[n][k] = StrictMath.pow(r, n);
        }
        equations[n][count] = phi * factorial / b;
        factorial *= n + 2;
        phi = phi / hh - 1 / factorial;
      }
      return Grids.solve(equations);
    }
  }
}
