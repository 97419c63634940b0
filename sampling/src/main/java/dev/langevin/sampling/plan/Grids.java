package dev.langevin.sampling.plan;

import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.SamplingException;
import dev.langevin.sampling.config.SchedulerConfig;
import dev.langevin.sampling.parameterisation.PredictionType;
import java.util.List;

/** What plans share. */
final class Grids {
  private static final int FEW_STEPS = 15;

  private Grids() {}

  /** Refuses timesteps that the model was not trained for, as a large offset makes them. */
  static void checkTimesteps(SchedulerConfig config, double[] timesteps, int train) {
    for (double t : timesteps) {
      if (!(t >= 0 && t < train)) {
        throw SamplingException.invalid(
            "steps_offset",
            config.value("steps_offset"),
            "such that timesteps are in 0..%d (it makes one %d)".formatted(train - 1, (long) t));
      }
    }
  }

  /** Refuses ε at a level without any picture in it: x₀ could not be recovered. */
  static void checkReadable(PredictionType type, List<Evaluation> evaluations) {
    boolean blind = evaluations.stream().anyMatch(e -> e.read().alpha() == 0);
    if (type == PredictionType.EPSILON && blind) {
      throw SamplingException.contradiction(
          "prediction_type", "epsilon", "a level has no signal (rescale_betas_zero_snr)");
    }
  }

  /**
   * The order of a multistep evaluation: the last is of order 1 where it ends without noise or if
   * there are few steps, and then the last but one is of order 2 at most.
   */
  static int order(SchedulerConfig config, int order, int i, int steps) {
    boolean few = config.flag("lower_order_final") && steps < FEW_STEPS;
    boolean zero = "zero".equals(config.value("final_sigmas_type"));
    if (i == steps - 1 && (config.flag("euler_at_final") || few || zero)) {
      return 1;
    }
    return i == steps - 2 && few ? Math.min(order, 2) : order;
  }

  /** A count before packed rows. */
  static double[] withCount(int count, double[] packed) {
    double[] all = new double[packed.length + 1];
    all[0] = count;
    System.arraycopy(packed, 0, all, 1, packed.length);
    return all;
  }

  /** Solves linear equations, each with its right side last, by elimination with pivots. */
  static double[] solve(double[][] equations) {
    int n = equations.length;
    for (int column = 0; column < n; column++) {
      int pivot = column;
      for (int row = column + 1; row < n; row++) {
        if (Math.abs(equations[row][column]) > Math.abs(equations[pivot][column])) {
          pivot = row;
        }
      }
      double[] swap = equations[pivot];
      equations[pivot] = equations[column];
      equations[column] = swap;
      for (int row = 0; row < n; row++) {
        if (row != column) {
          double factor = equations[row][column] / swap[column];
          for (int k = column; k <= n; k++) {
            equations[row][k] -= factor * swap[k];
          }
        }
      }
    }
    double[] solution = new double[n];
    for (int i = 0; i < n; i++) {
      solution[i] = equations[i][n] / equations[i][i];
    }
    return solution;
  }
}
