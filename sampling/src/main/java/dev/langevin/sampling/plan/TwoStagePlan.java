package dev.langevin.sampling.plan;

import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.Level;
import dev.langevin.sampling.Plan;
import dev.langevin.sampling.SamplingRequest;
import dev.langevin.sampling.config.SchedulerConfig;
import dev.langevin.sampling.parameterisation.Limit;
import dev.langevin.sampling.parameterisation.Parameterisations;
import dev.langevin.sampling.parameterisation.Prediction;
import dev.langevin.sampling.parameterisation.PredictionType;
import dev.langevin.sampling.schedule.NoiseSchedule;
import dev.langevin.sampling.solver.TwoStage;
import java.util.ArrayList;
import java.util.List;

/** Plans of the two-stage methods over σ: Heun's, and the midpoint methods called DPM2. */
final class TwoStagePlan {
  private TwoStagePlan() {}

  static Compiled heun(SchedulerConfig config, SamplingRequest request) {
    Compilers.check(config, request);
    PredictionType type = Parameterisations.type(config, "epsilon", "sample", "v_prediction");
    SigmaGrid grid = SigmaGrid.of(config, request);
    List<Evaluation> evaluations = new ArrayList<>();
    for (int i = 0; i < grid.steps(); i++) {
      double next = grid.sigmas()[i + 1];
      double[] c = {grid.sigmas()[i], next, next, 0};
      evaluations.add(first(grid, evaluations.size(), i, c));
      if (next > 0) {
        evaluations.add(second(grid, evaluations.size(), i, next, grid.times()[i + 1], c));
      }
    }
    return compiled(grid, evaluations, true, new Prediction(type, Parameterisations.limit(config)));
  }

  /** The probe is the geometric mean of the step's ends; the last step has none. */
  static Compiled midpoint(SchedulerConfig config, SamplingRequest request, boolean ancestral) {
    Compilers.check(config, request);
    PredictionType type = Parameterisations.type(config, "epsilon", "v_prediction");
    NoiseSchedule schedule = SigmaGrid.schedule(config);
    SigmaGrid grid = SigmaGrid.of(config, request, schedule);
    List<Evaluation> evaluations = new ArrayList<>();
    for (int i = 0; i < grid.steps(); i++) {
      float from = (float) grid.sigmas()[i];
      float to = (float) grid.sigmas()[i + 1];
      float up = ancestral ? EulerPlan.up(from, to) : 0;
      float down = ancestral ? EulerPlan.down(to, up) : to;
      double probe = i + 1 < grid.steps() ? (float) Math.sqrt((double) from * down) : 0;
      double[] c = {from, probe, down, up};
      evaluations.add(first(grid, evaluations.size(), i, c));
      if (probe > 0) { // rounding may have left nothing of σ_down in mid-plan too
        double time = schedule.timestep(probe);
        evaluations.add(second(grid, evaluations.size(), i, probe, time, c));
      }
    }
    return compiled(grid, evaluations, false, new Prediction(type, new Limit.None()));
  }

  private static Evaluation first(SigmaGrid grid, int index, int i, double[] c) {
    Level from = grid.level(i);
    double scale = SigmaGrid.inputScale(from.sigma());
    return new Evaluation(index, i, 0, grid.times()[i], scale, from, from, grid.level(i + 1), c);
  }

  private static Evaluation second(
      SigmaGrid grid, int index, int i, double probe, double time, double[] c) {
    Level at = Level.varianceExploding(probe);
    return new Evaluation(
        index, i, 1, time, SigmaGrid.inputScale(probe), at, at, grid.level(i + 1), c);
  }

  private static Compiled compiled(
      SigmaGrid grid, List<Evaluation> evaluations, boolean heun, Prediction prediction) {
    Plan plan = new Plan(evaluations, grid.steps(), grid.initialScale());
    return new Compiled(plan, new TwoStage(heun), prediction);
  }
}
