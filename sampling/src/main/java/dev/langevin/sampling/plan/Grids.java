package dev.langevin.sampling.plan;

import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.SamplingException;
import dev.langevin.sampling.parameterisation.PredictionType;
import java.util.List;

/** Checks that all plans share. */
final class Grids {
  private Grids() {}

  /** Refuses timesteps that the model was not trained for, as a large offset makes them. */
  static void checkTimesteps(double[] timesteps, int train) {
    for (double t : timesteps) {
      if (!(t >= 0 && t < train)) {
        throw SamplingException.invalid(
            "steps_offset", "timestep " + (long) t, "such that timesteps are in 0.." + (train - 1));
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
}
