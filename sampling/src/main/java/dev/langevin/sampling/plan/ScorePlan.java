package dev.langevin.sampling.plan;

import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.Level;
import dev.langevin.sampling.Plan;
import dev.langevin.sampling.SamplingException;
import dev.langevin.sampling.SamplingRequest;
import dev.langevin.sampling.config.SchedulerConfig;
import dev.langevin.sampling.parameterisation.Limit;
import dev.langevin.sampling.parameterisation.Prediction;
import dev.langevin.sampling.parameterisation.PredictionType;
import dev.langevin.sampling.schedule.FlowSpacing;
import dev.langevin.sampling.schedule.SigmaSpacing;
import dev.langevin.sampling.solver.PredictorLangevin;
import java.util.ArrayList;
import java.util.List;

/**
 * Plans of the score-based SDEs. Song et al. 2021, "Score-Based Generative Modeling through
 * Stochastic Differential Equations": at each level Langevin corrections, then a step of the
 * reverse SDE, or of the probability-flow ODE, which has half the score and no noise (equation 13).
 */
final class ScorePlan {
  private static final int MOST_CORRECTIONS = 100;
  private static final double MOST_BETA = 1e6;

  private ScorePlan() {}

  /**
   * Variance exploding: algorithms 2 and 4. The argument probability_flow, 0 or 1, takes the ODE.
   */
  static Compiled exploding(SchedulerConfig config, SamplingRequest request) {
    Compilers.check(config, request, "probability_flow");
    boolean flow = flow(request);
    int steps = Compilers.steps(config, request);
    double min = config.number("sigma_min", Double.MIN_NORMAL, Double.MAX_VALUE);
    double max = config.number("sigma_max", min, Double.MAX_VALUE);
    double snr = config.number("snr", 0, Double.MAX_VALUE);
    int corrections = flow ? 0 : config.integer("correct_steps", 0, MOST_CORRECTIONS);
    double[] times = times(config, steps);
    double[] discrete = SigmaSpacing.EXPONENTIAL.sigmas(min, max, steps);
    List<Evaluation> evaluations = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      float t = (float) times[i];
      double told = (float) (min * StrictMath.pow(max / min, t));
      int index = (int) (t * (steps - 1));
      double sigma = (float) discrete[index];
      double below = index == 0 ? 0 : (float) discrete[index - 1];
      Level at = Level.varianceExploding(told);
      for (int k = 0; k < corrections; k++) {
        double[] c = {snr, 1};
        evaluations.add(new Evaluation(evaluations.size(), i, k, told, 1, at, at, at, c));
      }
      double[] c = step(1, sigma * sigma - below * below, flow, i == steps - 1);
      Level to = Level.varianceExploding(below);
      evaluations.add(new Evaluation(evaluations.size(), i, corrections, told, 1, at, at, to, c));
    }
    Prediction prediction = new Prediction(PredictionType.SCORE, new Limit.None());
    return new Compiled(
        new Plan(evaluations, steps, max), new PredictorLangevin(corrections), prediction);
  }

  /** Variance preserving, by Euler and Maruyama: equations 11 and 33. */
  static Compiled preserving(SchedulerConfig config, SamplingRequest request) {
    Compilers.check(config, request, "probability_flow", "correct_steps", "snr");
    boolean flow = flow(request);
    int steps = Compilers.steps(config, request);
    double least = config.number("beta_min", 0, MOST_BETA);
    double most = config.number("beta_max", least, MOST_BETA);
    int corrections =
        (int) Compilers.argument(request, "correct_steps", 0, 0, flow ? 0 : MOST_CORRECTIONS);
    double snr = Compilers.argument(request, "snr", 0.16, 0, Double.MAX_VALUE);
    double[] times = times(config, steps);
    List<Evaluation> evaluations = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      double t = (float) times[i];
      double beta = (least + t * (most - least)) / steps;
      Level at = level(t, least, most);
      for (int k = 0; k < corrections; k++) {
        double[] c = {snr, StrictMath.exp(-beta)};
        evaluations.add(new Evaluation(evaluations.size(), i, k, t, 1, at, at, at, c));
      }
      double[] c = step(1 + beta / 2, beta, flow, i == steps - 1);
      Level to = level(Math.max(t - 1.0 / steps, 0), least, most);
      evaluations.add(new Evaluation(evaluations.size(), i, corrections, t, 1, at, at, to, c));
    }
    Prediction prediction = new Prediction(PredictionType.EPSILON, new Limit.None());
    return new Compiled(
        new Plan(evaluations, steps, 1), new PredictorLangevin(corrections), prediction);
  }

  private static boolean flow(SamplingRequest request) {
    double value = Compilers.argument(request, "probability_flow", 0, 0, 1);
    if (value != 0 && value != 1) {
      throw SamplingException.invalid("probability_flow", value, "0 or 1");
    }
    return value == 1;
  }

  /** The coefficients of {@link PredictorLangevin}; the last step gives the mean. */
  private static double[] step(double scale, double square, boolean flow, boolean last) {
    return new double[] {scale, flow ? square / 2 : square, flow || last ? 0 : Math.sqrt(square)};
  }

  private static double[] times(SchedulerConfig config, int steps) {
    return FlowSpacing.between(1, (float) config.number("sampling_eps", 0, 1), steps);
  }

  /** ln α = −t²·(β_max − β_min)/4 − t·β_min/2: equation 29. */
  private static Level level(double t, double least, double most) {
    double logAlpha = -0.25 * t * t * (most - least) - 0.5 * t * least;
    return new Level(StrictMath.exp(logAlpha), Math.sqrt(-StrictMath.expm1(2 * logAlpha)));
  }
}
