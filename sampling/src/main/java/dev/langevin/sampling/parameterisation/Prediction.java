package dev.langevin.sampling.parameterisation;

import dev.langevin.sampling.Level;
import dev.langevin.sampling.Parameterisation;

/**
 * A prediction with a limit on its x₀.
 *
 * @param type what the network predicts
 * @param limit what is done to x₀; ε stays as it is
 */
public record Prediction(PredictionType type, Limit limit) implements Parameterisation {
  @Override
  public float[] denoised(Level at, float[] x, float[] raw) {
    return limit.apply(unlimited(at, x, raw));
  }

  @Override
  public float[] unlimited(Level at, float[] x, float[] raw) {
    return combine(type.denoised(at), x, raw);
  }

  @Override
  public double gain(Level at) {
    return type.denoised(at)[1];
  }

  @Override
  public float[] epsilon(Level at, float[] x, float[] raw) {
    return combine(type.epsilon(at), x, raw);
  }

  private static float[] combine(double[] weights, float[] x, float[] raw) {
    float[] result = new float[x.length];
    double a = weights[0];
    double b = weights[1];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) (a * x[i] + b * raw[i]);
    }
    return result;
  }
}
