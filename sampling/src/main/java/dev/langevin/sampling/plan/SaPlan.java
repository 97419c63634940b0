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
import dev.langevin.sampling.solver.DpmForm;
import dev.langevin.sampling.solver.PredictorCorrector;
import dev.langevin.sampling.solver.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Plans of SA-Solver. Xue et al. 2023, "SA-Solver", equations 12 to 17: Adams's methods for the SDE
 * whose noise is τ times that of the reverse process. τ is 1 while the timestep is in 200..800,
 * else 0, as in the reference.
 */
final class SaPlan {
  private static final int MOST = 4;
  private static final int NOISY_FROM = 200;
  private static final int NOISY_TO = 800;

  private SaPlan() {}

  static Compiled compile(SchedulerConfig config, SamplingRequest request) {
    Compilers.check(config, request);
    PredictionType type = LambdaGrid.type(config);
    if (config.value("tau_func") != null) {
      throw SamplingException.unsupported("tau_func", config.value("tau_func"), "null");
    }
    boolean data =
        config.text("algorithm_type", "data_prediction", "noise_prediction").startsWith("data");
    if (!data && type == PredictionType.FLOW) {
      throw SamplingException.contradiction(
          "prediction_type", "flow_prediction", "algorithm_type noise_prediction");
    }
    int predictor = config.integer("predictor_order", 1, MOST);
    int corrector = config.integer("corrector_order", 1, MOST);
    LambdaGrid grid = LambdaGrid.of(config, request);
    // A start in mid-plan is at the level of the whole timestep, whatever the spacing of levels.
    NoiseSchedule begins = NoiseSchedule.of(config);
    int steps = grid.steps();
    boolean lower = config.flag("lower_order_final");
    List<Evaluation> evaluations = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      int predictors = Math.min(lower ? Math.min(predictor, steps - i) : predictor, i + 1);
      int correctors = Math.min(lower ? Math.min(corrector, steps - i + 2) : corrector, i + 1);
      List<double[]> rows = new ArrayList<>();
      for (int order = 1; order <= predictors; order++) {
        rows.add(row(grid, data, i, order, false));
      }
      for (int order = 1; i > 0 && order <= correctors; order++) {
        rows.add(row(grid, data, i - 1, order, true));
      }
      double time = grid.times()[i];
      double[] c = Grids.withCount(predictors, Weights.pack(rows));
      evaluations.add(
          new Evaluation(
              i, i, 0, time, 1, grid.level(i), begins.level((int) time), grid.level(i + 1), c));
    }
    Plan plan = new Plan(evaluations, steps, 1);
    DpmForm form = new DpmForm(data, true, config.flag("thresholding"));
    int memory = Math.max(predictor, corrector - 1);
    Prediction prediction = new Prediction(type, Parameterisations.limit(config));
    return new Compiled(plan, new PredictorCorrector(form, memory, 1), prediction);
  }

  /** Over the step from level i, by the models at i and before, or at i + 1 and before. */
  private static double[] row(LambdaGrid grid, boolean data, int i, int order, boolean corrects) {
    Level from = grid.level(i);
    Level to = grid.level(i + 1);
    double h = to.lambda() - from.lambda();
    double tau = grid.times()[i] >= NOISY_FROM && grid.times()[i] <= NOISY_TO ? 1 : 0;
    double c = data ? 1 + tau * tau : -1;
    double[] nodes = new double[order]; // λ, counted from the step's end
    Arrays.setAll(nodes, k -> grid.lambda(corrects ? i + 1 - k : i - k) - to.lambda());
    double[] integrals = new double[order];
    for (int k = 0; k < order; k++) {
      integrals[k] = Lagrange.exponential(Lagrange.basis(nodes, k), c, -h);
    }
    if (data && order == 2) {
      // Does not change the order; the reference has it for few steps.
      double rest = (h * c + StrictMath.expm1(-c * h)) / (c * c);
      double shift =
          corrects ? h / 2 - rest / h : (h * h / 2 - rest) / (grid.lambda(i) - grid.lambda(i - 1));
      integrals[0] += shift;
      integrals[1] -= shift;
    }
    double[] row = new double[order + 2];
    double decay = StrictMath.exp(-tau * tau * h);
    row[0] = data ? decay * to.sigma() / from.sigma() : to.alpha() / from.alpha();
    row[1] =
        data
            ? to.sigma() * Math.sqrt(-StrictMath.expm1(-2 * tau * tau * h))
            : tau * to.sigma() * Math.sqrt(StrictMath.expm1(2 * h));
    double scale = (1 + tau * tau) * (data ? to.alpha() : -to.sigma());
    for (int k = 0; k < order; k++) {
      row[k + 2] = scale * integrals[k];
    }
    return row;
  }
}
