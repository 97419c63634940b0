package dev.langevin.sampling;

/**
 * A noise level: x = α·x₀ + σ·ε. Variance preserving when α² + σ² = 1, variance exploding when α =
 * 1, flow matching when α = 1 − σ.
 *
 * @param alpha the scale of the picture, 0 or more
 * @param sigma the scale of the noise, 0 or more
 */
public record Level(double alpha, double sigma) {
  /** No noise at all. */
  public static final Level CLEAN = new Level(1, 0);

  /** The level of ᾱ in "Denoising Diffusion Probabilistic Models", equation 4. */
  public static Level variancePreserving(double alphaBar) {
    return new Level(Math.sqrt(alphaBar), Math.sqrt(1 - alphaBar));
  }

  /** The level of σ in Karras et al. 2022: x = x₀ + σ·ε. */
  public static Level varianceExploding(double sigma) {
    return new Level(1, sigma);
  }

  /** The variance-preserving level whose ratio of noise to picture is {@code sigma}. */
  public static Level normalised(double sigma) {
    double alpha = 1 / Math.sqrt(sigma * sigma + 1);
    return new Level(alpha, sigma * alpha);
  }

  /** The level of time σ on the straight path of flow matching: x = (1 − σ)·x₀ + σ·ε. */
  public static Level flow(double sigma) {
    return new Level(1 - sigma, sigma);
  }

  /** The signal-to-noise ratio α²/σ², infinite where there is no noise. */
  public double snr() {
    return alpha * alpha / (sigma * sigma);
  }

  /** λ = ln(α/σ), half the logarithm of the signal-to-noise ratio. */
  public double lambda() {
    return StrictMath.log(alpha) - StrictMath.log(sigma);
  }

  /** √(α² + σ²): 1 where variance is preserved. */
  public double norm() {
    return Math.sqrt(alpha * alpha + sigma * sigma);
  }
}
