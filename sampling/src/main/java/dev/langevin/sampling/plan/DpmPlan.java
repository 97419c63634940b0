package dev.langevin.sampling.plan;

import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.Plan;
import dev.langevin.sampling.SamplingException;
import dev.langevin.sampling.SamplingRequest;
import dev.langevin.sampling.config.SchedulerConfig;
import dev.langevin.sampling.parameterisation.Limit;
import dev.langevin.sampling.parameterisation.Parameterisations;
import dev.langevin.sampling.parameterisation.Prediction;
import dev.langevin.sampling.parameterisation.PredictionType;
import dev.langevin.sampling.solver.DpmForm;
import dev.langevin.sampling.solver.DpmMultistep;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Plans of the multistep DPM-Solvers. Which order each step may have is decided here: the last step
 * is of order 1 where it ends without noise, or below 15 steps; the last but one is of order 2
 * below 15 steps.
 */
final class DpmPlan {
  private DpmPlan() {}

  static Compiled compile(SchedulerConfig config, SamplingRequest request) {
    Compilers.check(config, request, "mu");
    PredictionType type = LambdaGrid.type(config);
    int order = config.integer("solver_order", 1, 3);
    DpmForm form =
        form(config, type, order, "dpmsolver++", "sde-dpmsolver++", "dpmsolver", "sde-dpmsolver");
    LambdaGrid grid = LambdaGrid.of(config, request);
    List<Evaluation> evaluations = new ArrayList<>();
    for (int i = 0; i < grid.steps(); i++) {
      double[] c = coefficients(config, order, i, grid.sigmas(), grid::lambda);
      evaluations.add(grid.evaluation(i, c));
    }
    Limit limit = Parameterisations.limit(config);
    boolean heun = solverType(config).equals("heun");
    return new Compiled(
        new Plan(evaluations, grid.steps(), 1),
        new DpmMultistep(form, heun, order - 1),
        new Prediction(type, limit));
  }

  /** Those of {@link DpmMultistep}; a last step between equal levels has no derivatives to take. */
  static double[] coefficients(
      SchedulerConfig config, int order, int i, double[] sigmas, IntToDoubleFunction lambda) {
    boolean still = sigmas[i + 1] == sigmas[i];
    return new double[] {
      still ? 1 : Grids.order(config, order, i, sigmas.length - 1),
      i > 0 ? lambda.applyAsDouble(i - 1) : Double.NaN,
      i > 1 ? lambda.applyAsDouble(i - 2) : Double.NaN
    };
  }

  /** Which of the solvers a configuration asks for; deis, of another class, means dpmsolver++. */
  static DpmForm form(
      SchedulerConfig config, PredictionType type, int order, String... algorithms) {
    String algorithm =
        "deis".equals(config.value("algorithm_type"))
            ? "dpmsolver++"
            : config.text("algorithm_type", algorithms);
    boolean data = algorithm.endsWith("++");
    boolean stochastic = algorithm.startsWith("sde-");
    if (!data && "zero".equals(config.value("final_sigmas_type"))) {
      throw SamplingException.contradiction(
          "final_sigmas_type", "zero", "algorithm_type " + algorithm + " needs sigma_min");
    }
    if (!data && stochastic && order > 2) {
      throw SamplingException.contradiction(
          "solver_order", order, "algorithm_type sde-dpmsolver has orders 1..2");
    }
    if (!data && type == PredictionType.FLOW) {
      throw SamplingException.contradiction(
          "prediction_type", "flow_prediction", "algorithm_type " + algorithm);
    }
    return new DpmForm(data, stochastic, config.flag("thresholding"));
  }

  /** The names of other solvers' types mean midpoint, as in the reference. */
  static String solverType(SchedulerConfig config) {
    return config.text("solver_type", "midpoint", "heun", "logrho", "bh1", "bh2");
  }
}
