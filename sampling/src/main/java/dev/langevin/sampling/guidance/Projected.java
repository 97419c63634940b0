package dev.langevin.sampling.guidance;

import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.Guidance;
import dev.langevin.sampling.Guided;
import dev.langevin.sampling.Level;
import dev.langevin.sampling.Outputs;

/**
 * Adaptive projected guidance: on the estimates of x₀, the part of the difference that points along
 * the prompt's own estimate, which only saturates colours, is weakened; the difference is bounded,
 * and has a momentum. Sadat et al. 2025, "Eliminating Oversaturation and Artifacts of High Guidance
 * Scales in Diffusion Models", equations 5 to 8. The momentum is the memory of this guidance.
 *
 * @param scale w, 0 to 100
 * @param parallel η, what is kept of the parallel part; 1 is classifier-free guidance
 * @param threshold r, the largest norm of the difference; 0 for none
 * @param momentum β, −1 to 1; the authors' is −0.5
 */
public record Projected(double scale, double parallel, double threshold, double momentum)
    implements Guidance {
  private static final double TINY = 1e-30;

  /** Checks the ranges. */
  public Projected {
    Guidances.check("guidance_scale", scale, 0, Guidances.MOST_SCALE);
    Guidances.check("apg_parallel", parallel, 0, 1);
    Guidances.check("apg_threshold", threshold, 0, Float.MAX_VALUE);
    Guidances.check("apg_momentum", momentum, -1, 1);
  }

  @Override
  public int[] rows(Evaluation e) {
    return scale == 1 ? new int[] {PROMPT} : new int[] {PROMPT, BASE};
  }

  @Override
  public Guided combine(Outputs outputs, float[] memory) {
    if (outputs.rows().length == 1) {
      return outputs.first(memory);
    }
    Level at = outputs.evaluation().read();
    float[] c = outputs.rows()[0];
    float[] u = outputs.rows()[1];
    float[] estimate = outputs.parameterisation().unlimited(at, outputs.x(), c);
    double gain = outputs.parameterisation().gain(at);
    float[] difference = new float[outputs.size()];
    for (int i = 0; i < difference.length; i++) {
      double before = memory.length == 0 ? 0 : momentum * memory[i];
      difference[i] = (float) (gain * (c[i] - u[i]) + before);
    }
    double bound = bound(difference);
    double along = bound * dot(difference, estimate) / Math.max(dot(estimate, estimate), TINY);
    double weight = (scale - 1) / gain; // back from x₀ to what the network predicts
    float[] raw = new float[outputs.size()];
    for (int i = 0; i < raw.length; i++) {
      double moved = bound * difference[i] - (1 - parallel) * along * estimate[i];
      raw[i] = (float) (c[i] + weight * moved);
    }
    return new Guided(raw, raw, outputs.variance(), difference);
  }

  private double bound(float[] difference) {
    double norm = Math.sqrt(dot(difference, difference));
    return threshold == 0 || norm <= threshold ? 1 : threshold / norm;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
