package dev.langevin.sampling.plan;

import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.Level;
import dev.langevin.sampling.Plan;
import dev.langevin.sampling.SamplingException;
import dev.langevin.sampling.SamplingRequest;
import dev.langevin.sampling.Solver;
import dev.langevin.sampling.config.SchedulerConfig;
import dev.langevin.sampling.parameterisation.Limit;
import dev.langevin.sampling.parameterisation.Parameterisations;
import dev.langevin.sampling.parameterisation.Prediction;
import dev.langevin.sampling.parameterisation.PredictionType;
import dev.langevin.sampling.schedule.NoiseSchedule;
import dev.langevin.sampling.schedule.Spacing;
import dev.langevin.sampling.solver.Model;
import dev.langevin.sampling.solver.Multistep;
import dev.langevin.sampling.solver.PseudoNumerical;
import dev.langevin.sampling.solver.PseudoRungeKutta;
import dev.langevin.sampling.solver.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * Plans of the pseudo numerical methods. The reference steps down by T / steps from wherever it
 * evaluated, and visits the second timestep twice, or begins with three Runge–Kutta steps. The
 * continuous variant is on a cosine schedule of its own.
 */
final class PseudoNumericalPlan {
  private static final int STAGES = 4;
  private static final int BEGINNING = 3;
  private static final double SMALLEST_ALPHA = 1e-8;

  private PseudoNumericalPlan() {}

  static Compiled compile(SchedulerConfig config, SamplingRequest request) {
    Compilers.check(config, request);
    PredictionType type = Parameterisations.type(config, "epsilon", "v_prediction");
    NoiseSchedule schedule = NoiseSchedule.of(config);
    int steps = Compilers.steps(config, request);
    boolean multistep = config.flag("skip_prk_steps");
    if (!multistep && steps <= BEGINNING) {
      throw SamplingException.contradiction(
          "steps", steps, "skip_prk_steps is false, which needs " + (BEGINNING + 1) + " or more");
    }
    double[] t = Spacing.rounded(Spacing.timesteps(config, steps));
    Grids.checkTimesteps(config, t, schedule.timesteps());
    double end = config.flag("set_alpha_to_one") ? 1 : schedule.alphaBar(0);
    Transfers transfers = new Transfers(schedule, schedule.timesteps() / steps, end);
    List<Evaluation> evaluations = new ArrayList<>();
    for (int i = 0; i < t.length; i++) {
      if (!multistep && i < BEGINNING) {
        for (int stage = 0; stage < STAGES; stage++) {
          evaluations.add(transfers.rungeKutta(evaluations.size(), i, stage, t[i], t[i + 1]));
        }
      } else {
        evaluations.add(transfers.multistep(evaluations.size(), i, t[i]));
        if (multistep && i == 1) {
          evaluations.add(transfers.multistep(evaluations.size(), i, t[i]));
        }
      }
    }
    Solver solver = multistep ? new PseudoNumerical() : new PseudoRungeKutta(BEGINNING * STAGES);
    Plan plan = new Plan(evaluations, t.length, 1);
    return new Compiled(plan, solver, new Prediction(type, new Limit.None()));
  }

  /** DDIM's transfers between timesteps. */
  private record Transfers(NoiseSchedule schedule, int stride, double end) {
    Evaluation multistep(int index, int step, double t) {
      double from = bar(t);
      double to = bar(t - stride);
      double above = bar(Math.min(t + stride, schedule.timesteps() - 1));
      double[] down = transfer(from, to);
      double[] again = transfer(above, from);
      double[] c = {down[0], down[1], above, again[0], again[1]};
      Level at = Level.variancePreserving(from);
      return new Evaluation(index, step, 0, t, 1, at, at, Level.variancePreserving(to), c);
    }

    /** The probes are in the middle twice, then at the end, where the last stage goes too. */
    Evaluation rungeKutta(int index, int step, int stage, double t, double next) {
      int half = stride / 2;
      double time = stage == 0 ? t : stage < STAGES - 1 ? next + half : next;
      double target = stage == 0 ? t - half : stage == 1 ? next + half : next;
      Level read = Level.variancePreserving(bar(time));
      Level from = Level.variancePreserving(bar(t));
      Level to = Level.variancePreserving(bar(target));
      double[] c = transfer(bar(t), bar(target));
      return new Evaluation(index, step, stage, time, 1, read, from, to, c);
    }

    private double bar(double t) {
      return t < 0 ? end : schedule.alphaBar((int) t);
    }

    /** Song et al. 2021, equation 12 with σ = 0, gathered: x′ = a·x + b·ε. */
    private static double[] transfer(double bar, double next) {
      double a = Math.sqrt(next / bar);
      return new double[] {a, Math.sqrt(1 - next) - a * Math.sqrt(1 - bar)};
    }
  }

  static Compiled compileContinuous(SchedulerConfig config, SamplingRequest request) {
    Compilers.check(config, request);
    if (config.value("trained_betas") != null) {
      throw SamplingException.unsupported("trained_betas", "a list", "null");
    }
    int steps = Compilers.steps(config, request);
    Level[] levels = new Level[steps + 1];
    for (int i = 0; i <= steps; i++) {
      float sine = (float) StrictMath.sin((1 - (float) i / steps) * (float) Math.PI / 2);
      float sigma = sine * sine;
      levels[i] = new Level((float) Math.sqrt(1 - sigma * sigma), sigma);
    }
    List<Evaluation> evaluations = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      Level from = levels[i];
      Level to = levels[i + 1];
      double time = StrictMath.atan2(from.sigma(), from.alpha()) / Math.PI * 2;
      double a = to.alpha() / Math.max(from.alpha(), SMALLEST_ALPHA);
      double b = to.sigma() - a * from.sigma();
      List<double[]> rows = new ArrayList<>();
      for (int order = 1; order <= Math.min(i + 1, STAGES); order++) {
        double[] row = new double[order + 2];
        row[0] = a;
        for (int k = 0; k < order; k++) {
          row[k + 2] = b * PseudoNumerical.adamsBashforth(order, k);
        }
        rows.add(row);
      }
      evaluations.add(new Evaluation(i, i, 0, time, 1, from, from, to, Weights.pack(rows)));
    }
    Prediction prediction = new Prediction(PredictionType.VELOCITY, new Limit.None());
    Multistep solver = new Multistep(Model.NOISE, STAGES - 1);
    return new Compiled(new Plan(evaluations, steps, 1), solver, prediction);
  }
}
