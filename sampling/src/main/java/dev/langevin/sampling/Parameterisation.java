package dev.langevin.sampling;

/** What the network predicts, turned into x₀ and ε. Writes to none of its arguments. */
public interface Parameterisation {
  /** The estimate of x₀, clipped or thresholded where the configuration says so. */
  float[] denoised(Level at, float[] x, float[] raw);

  /** The estimate of x₀ as it is. */
  float[] unlimited(Level at, float[] x, float[] raw);

  /** By how much that changes with the prediction: ∂x₀/∂raw. */
  double gain(Level at);

  /** The estimate of ε, never clipped. */
  float[] epsilon(Level at, float[] x, float[] raw);
}
