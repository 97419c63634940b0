package dev.langevin.sampling.parameterisation;

import dev.langevin.sampling.Level;

/**
 * What a network predicts. Each is linear in the latents and the prediction: x₀ = a·x + b·raw and ε
 * = c·x + d·raw, at any level x = α·x₀ + σ·ε.
 */
public enum PredictionType {
  /** The noise ε. Ho et al. 2020, equation 11. */
  EPSILON {
    @Override
    double[] denoised(Level l) {
      return new double[] {1 / l.alpha(), -l.sigma() / l.alpha()};
    }

    @Override
    double[] epsilon(Level l) {
      return new double[] {0, 1};
    }
  },
  /** The picture x₀ itself. */
  SAMPLE {
    @Override
    double[] denoised(Level l) {
      return new double[] {0, 1};
    }

    @Override
    double[] epsilon(Level l) {
      return new double[] {1 / l.sigma(), -l.alpha() / l.sigma()};
    }
  },
  /**
   * The velocity α·ε − σ·x₀ of the level brought to variance 1. Salimans and Ho 2022, "Progressive
   * Distillation", section 4 and appendix D.
   */
  VELOCITY {
    @Override
    double[] denoised(Level l) {
      double r = l.norm();
      return new double[] {l.alpha() / (r * r), -l.sigma() / r};
    }

    @Override
    double[] epsilon(Level l) {
      double r = l.norm();
      return new double[] {l.sigma() / (r * r), l.alpha() / r};
    }
  },
  /** The flow ε − x₀ on the path x = (1 − σ)·x₀ + σ·ε. Lipman et al. 2023, Liu et al. 2023. */
  FLOW {
    @Override
    double[] denoised(Level l) {
      return new double[] {1, -l.sigma()};
    }

    @Override
    double[] epsilon(Level l) {
      return new double[] {1, 1 - l.sigma()};
    }
  },
  /** The score ∇ ln p(x) = −ε/σ. Song et al. 2021, "Score-Based Generative Modeling". */
  SCORE {
    @Override
    double[] denoised(Level l) {
      return new double[] {1 / l.alpha(), l.sigma() * l.sigma() / l.alpha()};
    }

    @Override
    double[] epsilon(Level l) {
      return new double[] {0, -l.sigma()};
    }
  };

  /** The weights (a, b) of x₀. */
  abstract double[] denoised(Level at);

  /** The weights (c, d) of ε. */
  abstract double[] epsilon(Level at);
}
