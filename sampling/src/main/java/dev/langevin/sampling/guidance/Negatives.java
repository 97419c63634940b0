package dev.langevin.sampling.guidance;

import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.Guidance;
import dev.langevin.sampling.Guided;
import dev.langevin.sampling.Outputs;
import dev.langevin.sampling.SamplingException;
import java.util.List;

/**
 * Several weighted negative prompts beside an empty base: u + s·((c − u) − Σ wₖ·dₖ), with dₖ = nₖ −
 * u. Liu et al. 2022, "Compositional Visual Generation with Composable Diffusion Models", equation
 * 11. With {@code perpendicular}, dₖ without its part along c − u, so that a negative prompt that
 * shares words with the prompt does not weaken it: Armandpour et al. 2023, "Re-imagine the Negative
 * Prompt Algorithm", equation 8.
 *
 * @param scale s, 0 to 100
 * @param weights wₖ, 0 to 100 each, one per negative prompt
 * @param perpendicular whether only what is perpendicular to the prompt counts
 */
public record Negatives(double scale, List<Double> weights, boolean perpendicular)
    implements Guidance {
  private static final int MOST = 16;
  private static final double TINY = 1e-30;

  /** Keeps a copy, and checks the ranges. */
  public Negatives {
    weights = List.copyOf(weights);
    Guidances.check("guidance_scale", scale, 0, Guidances.MOST_SCALE);
    if (weights.isEmpty() || weights.size() > MOST) {
      throw SamplingException.outOfRange("negative prompts", weights.size(), 1, MOST);
    }
    weights.forEach(w -> Guidances.check("negative weight", w, 0, Guidances.MOST_SCALE));
  }

  @Override
  public int[] rows(Evaluation e) {
    int[] rows = new int[NEGATIVES + weights.size()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i;
    }
    return rows;
  }

  @Override
  public Guided combine(Outputs outputs, float[] memory) {
    float[] c = outputs.rows()[PROMPT];
    float[] u = outputs.rows()[BASE];
    int size = outputs.size();
    double[] direction = new double[size];
    double square = TINY;
    for (int i = 0; i < size; i++) {
      direction[i] = c[i] - u[i];
      square += direction[i] * direction[i];
    }
    double[] sum = direction.clone();
    for (int k = 0; k < weights.size(); k++) {
      float[] negative = outputs.rows()[NEGATIVES + k];
      double along = perpendicular ? along(negative, u, direction) / square : 0;
      for (int i = 0; i < size; i++) {
        sum[i] -= weights.get(k) * (negative[i] - u[i] - along * direction[i]);
      }
    }
    float[] raw = new float[size];
    for (int i = 0; i < size; i++) {
      raw[i] = (float) (u[i] + scale * sum[i]);
    }
    return new Guided(raw, raw, outputs.variance(), Guided.NONE);
  }

  private static double along(float[] negative, float[] u, double[] direction) {
    double sum = 0;
    for (int i = 0; i < direction.length; i++) {
      sum += (negative[i] - u[i]) * direction[i];
    }
    return sum;
  }
}
