package dev.langevin.sampling.plan;

import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.Level;
import dev.langevin.sampling.Plan;
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
 * Plans of the variance-exploding reverse SDE: at each level Langevin corrections, then a step of
 * reverse diffusion. Song et al. 2021, "Score-Based Generative Modeling", appendices F and G.
 */
final class ScorePlan {
  private static final int MOST_CORRECTIONS = 100;

  private ScorePlan() {}

  static Compiled compile(SchedulerConfig config, SamplingRequest request) {
    Compilers.check(request, false, false);
    int steps = Compilers.steps(config, request);
    double min = config.number("sigma_min", Double.MIN_NORMAL, Double.MAX_VALUE);
    double max = config.number("sigma_max", min, Double.MAX_VALUE);
    double end = config.number("sampling_eps", 0, 1);
    double snr = config.number("snr", 0, Double.MAX_VALUE);
    int corrections = config.integer("correct_steps", 0, MOST_CORRECTIONS);
    double[] times = FlowSpacing.between(1, (float) end, steps);
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
      double square = sigma * sigma - below * below;
      double[] c = {1, square, i == steps - 1 ? 0 : Math.sqrt(square)};
      Level to = Level.varianceExploding(below);
      evaluations.add(new Evaluation(evaluations.size(), i, corrections, told, 1, at, at, to, c));
    }
    Prediction prediction = new Prediction(PredictionType.SCORE, new Limit.None());
    return new Compiled(
        new Plan(evaluations, steps, max), new PredictorLangevin(corrections), prediction);
  }
}
