package dev.langevin.sampling.guidance;

import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.Guidance;
import dev.langevin.sampling.Guided;
import dev.langevin.sampling.Outputs;

/**
 * Classifier-free guidance: u + s·(c − u), with c the prediction for the prompt and u that for the
 * negative prompt. Ho and Salimans 2022, "Classifier-Free Diffusion Guidance", equation 6, with s =
 * 1 + w.
 *
 * @param scale s, 0 to 100; 1 sends the prompt's row alone, 0 the negative prompt's alone
 */
public record ClassifierFree(double scale) implements Guidance {
  /** Checks the scale. */
  public ClassifierFree {
    Guidances.check("guidance_scale", scale, 0, Guidances.MOST_SCALE);
  }

  @Override
  public int[] rows(Evaluation e) {
    if (scale == 1) {
      return new int[] {PROMPT};
    }
    return scale == 0 ? new int[] {BASE} : new int[] {PROMPT, BASE};
  }

  @Override
  public Guided combine(Outputs outputs, float[] memory) {
    if (outputs.rows().length == 1) {
      return outputs.first(Guided.NONE);
    }
    float[] raw = combined(outputs.rows()[0], outputs.rows()[1], (float) scale, outputs.size());
    return new Guided(raw, raw, outputs.variance(), Guided.NONE);
  }

  /** u + s·(c − u). */
  static float[] combined(float[] c, float[] u, float scale, int size) {
    float[] raw = new float[size];
    for (int i = 0; i < size; i++) {
      raw[i] = u[i] + scale * (c[i] - u[i]);
    }
    return raw;
  }
}
