package dev.langevin.sampling.guidance;

import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.Guidance;
import dev.langevin.sampling.Guided;
import dev.langevin.sampling.Outputs;

/**
 * CFG++: x₀ comes from u + λ·(c − u), the noise that is added back from u. Chung et al. 2024,
 * "CFG++: Manifold-constrained Classifier Free Guidance", algorithm 2. Only for solvers that tell
 * the two apart.
 *
 * @param lambda λ, 0 to 1
 */
public record PlusPlus(double lambda) implements Guidance {
  /** Checks λ. */
  public PlusPlus {
    Guidances.check("lambda", lambda, 0, 1);
  }

  @Override
  public int[] rows(Evaluation e) {
    return lambda == 0 ? new int[] {BASE} : new int[] {PROMPT, BASE};
  }

  @Override
  public Guided combine(Outputs outputs, float[] memory) {
    if (outputs.rows().length == 1) {
      return outputs.first(Guided.NONE);
    }
    float[] u = outputs.rows()[1];
    float[] raw = ClassifierFree.combined(outputs.rows()[0], u, (float) lambda, outputs.size());
    return new Guided(raw, u, outputs.variance(), Guided.NONE);
  }

  @Override
  public boolean splits() {
    return true;
  }
}
