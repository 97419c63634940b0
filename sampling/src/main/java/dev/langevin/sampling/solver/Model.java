package dev.langevin.sampling.solver;

import dev.langevin.sampling.Level;

/** What a solver integrates: the network's prediction in one of two forms. */
public enum Model {
  /** The estimate of x₀. */
  DATA {
    @Override
    float[] of(Level at, float[] x, float[] x0) {
      return x0;
    }
  },
  /** The noise that goes with it, (x − α·x₀)/σ; with α = 1 it is the slope dx/dσ. */
  NOISE {
    @Override
    float[] of(Level at, float[] x, float[] x0) {
      return Latents.sum(1 / at.sigma(), x, -at.alpha() / at.sigma(), x0);
    }
  };

  abstract float[] of(Level at, float[] x, float[] x0);
}
