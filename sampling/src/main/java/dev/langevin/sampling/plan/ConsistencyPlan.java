package dev.langevin.sampling.plan;

import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.Level;
import dev.langevin.sampling.Plan;
import dev.langevin.sampling.SamplingException;
import dev.langevin.sampling.SamplingRequest;
import dev.langevin.sampling.config.SchedulerConfig;
import dev.langevin.sampling.parameterisation.Limit;
import dev.langevin.sampling.parameterisation.Parameterisations;
import dev.langevin.sampling.parameterisation.Prediction;
import dev.langevin.sampling.parameterisation.PredictionType;
import dev.langevin.sampling.schedule.NoiseSchedule;
import dev.langevin.sampling.solver.Consistency;
import dev.langevin.sampling.solver.Ddim;
import java.util.ArrayList;
import java.util.List;

/** Plans of distilled models: a few timesteps, spread over those that the distillation visited. */
final class ConsistencyPlan {
  private static final double DATA = 0.5; // σ_data of the boundary condition

  private ConsistencyPlan() {}

  /** LCM. The boundary condition is Luo et al. 2023, section 4.1, with the timestep scaled. */
  static Compiled compile(SchedulerConfig config, SamplingRequest request) {
    Compilers.check(config, request);
    NoiseSchedule schedule = schedule(config);
    PredictionType type = Parameterisations.type(config, "epsilon", "sample", "v_prediction");
    double scaling = config.number("timestep_scaling", 0, Double.MAX_VALUE);
    double[] t = timesteps(config, request);
    List<Evaluation> evaluations = new ArrayList<>();
    for (int i = 0; i < t.length; i++) {
      boolean last = i == t.length - 1;
      double scaled = t[i] * scaling;
      double norm = scaled * scaled + DATA * DATA;
      double[] c = {scaled / Math.sqrt(norm), DATA * DATA / norm, last ? 0 : 1};
      Level from = schedule.level((int) t[i]);
      Level to = last ? Level.CLEAN : schedule.level((int) t[i + 1]);
      evaluations.add(new Evaluation(i, i, 0, t[i], 1, from, from, to, c));
    }
    Grids.checkReadable(type, evaluations);
    Prediction prediction = new Prediction(type, Parameterisations.limit(config));
    return new Compiled(new Plan(evaluations, t.length, 1), new Consistency(), prediction);
  }

  /**
   * TCD: to the timestep ⌊(1 − η)·t′⌋ as DDIM goes, then noise up to t′. Zheng et al. 2024,
   * "Trajectory Consistency Distillation", algorithm 4, with γ called eta.
   */
  static Compiled compileTrajectory(SchedulerConfig config, SamplingRequest request) {
    Compilers.check(config, request, "eta");
    double eta = Compilers.argument(request, "eta", 0.3, 0, 1);
    NoiseSchedule schedule = schedule(config);
    PredictionType type = Parameterisations.type(config, "epsilon", "sample", "v_prediction");
    double[] t = timesteps(config, request);
    List<Evaluation> evaluations = new ArrayList<>();
    for (int i = 0; i < t.length; i++) {
      boolean last = i == t.length - 1;
      double next = last ? 0 : t[i + 1];
      Level from = schedule.level((int) t[i]);
      double s = schedule.alphaBar((int) Math.floor((float) (1 - eta) * (float) next));
      double ratio = last || eta == 0 ? 1 : schedule.alphaBar((int) next) / s;
      double[] c = {
        Math.sqrt(ratio * s),
        Math.sqrt(ratio * (1 - s)),
        Math.sqrt(Math.max(0, 1 - ratio)),
        last || eta == 0 ? 0 : 1
      };
      Level to = Level.variancePreserving(ratio * s);
      evaluations.add(new Evaluation(i, i, 0, t[i], 1, from, from, to, c));
    }
    Grids.checkReadable(type, evaluations);
    Prediction prediction = new Prediction(type, new Limit.None()); // the reference limits nothing
    return new Compiled(new Plan(evaluations, t.length, 1), new Ddim(), prediction);
  }

  private static NoiseSchedule schedule(SchedulerConfig config) {
    return NoiseSchedule.of(config);
  }

  /** Of the distillation's own timesteps, evenly by index from the last. */
  private static double[] timesteps(SchedulerConfig config, SamplingRequest request) {
    if (!request.timesteps().isEmpty()) {
      return Compilers.custom(config, request);
    }
    int train = config.integer("num_train_timesteps", 1, Integer.MAX_VALUE);
    int original = config.integer("original_inference_steps", 1, train);
    int steps = Compilers.steps(config, request);
    if (steps > original) {
      throw SamplingException.outOfRange("steps", steps, 1, original);
    }
    int stride = train / original;
    double[] timesteps = new double[steps];
    for (int i = 0; i < steps; i++) {
      int index = (int) Math.floor(i * (original / (double) steps));
      timesteps[i] = (double) (original - index) * stride - 1;
    }
    return timesteps;
  }
}
