package dev.langevin.sampling.parameterisation;

import dev.langevin.sampling.Level;
import dev.langevin.sampling.Parameterisation;

/**
 * The preconditioning of Karras et al. 2022, "Elucidating the Design Space", table 1: x₀ = c_skip·x
 * + c_out·raw, c_skip = σ_d²/(σ² + σ_d²), c_out = ±σ·σ_d/√(σ² + σ_d²). Levels are variance
 * exploding.
 *
 * @param data the deviation σ_d of the pictures
 * @param negative whether the network's sign is that of a velocity
 * @param limit what is done to x₀
 */
public record Preconditioned(double data, boolean negative, Limit limit)
    implements Parameterisation {
  @Override
  public float[] denoised(Level at, float[] x, float[] raw) {
    return limit.apply(unlimited(at, x, raw));
  }

  @Override
  public float[] unlimited(Level at, float[] x, float[] raw) {
    return combine(at, x, raw, 0, 1);
  }

  @Override
  public double gain(Level at) {
    double out = at.sigma() * data / Math.sqrt(at.sigma() * at.sigma() + data * data);
    return negative ? -out : out;
  }

  @Override
  public float[] epsilon(Level at, float[] x, float[] raw) {
    return combine(at, x, raw, 1 / at.sigma(), -1 / at.sigma());
  }

  /** a·x + b·x₀. */
  private float[] combine(Level at, float[] x, float[] raw, double a, double b) {
    double skip = a + b * data * data / (at.sigma() * at.sigma() + data * data);
    double out = b * gain(at);
    float[] result = new float[x.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) (skip * x[i] + out * raw[i]);
    }
    return result;
  }
}
