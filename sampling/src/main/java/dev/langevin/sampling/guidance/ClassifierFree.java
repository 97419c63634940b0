package dev.langevin.sampling.guidance;

import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.Guidance;
import dev.langevin.sampling.Guided;
import dev.langevin.sampling.SamplingException;
import java.util.Arrays;

/**
 * Classifier-free guidance: u + s·(c − u), with c the prediction for the prompt and u that for the
 * negative prompt. Ho and Salimans 2022, "Classifier-Free Diffusion Guidance", equation 6, with s =
 * 1 + w.
 *
 * @param scale s, 0 to 100; 1 sends the prompt's row alone, 0 the negative prompt's alone
 */
public record ClassifierFree(double scale) implements Guidance {
  private static final double MOST = 100;

  /** Checks the scale. */
  public ClassifierFree {
    if (!(scale >= 0 && scale <= MOST)) {
      throw SamplingException.outOfRange("guidance_scale", scale, 0, (int) MOST);
    }
  }

  @Override
  public int[] rows(Evaluation e) {
    if (scale == 1) {
      return new int[] {0};
    }
    return scale == 0 ? new int[] {1} : new int[] {0, 1};
  }

  @Override
  public Guided combine(Evaluation e, float[][] outputs, int size, float[] memory) {
    float[] c = outputs[0];
    if (outputs.length == 1 && c.length == size) {
      return new Guided(c, c, Guided.NONE, Guided.NONE);
    }
    float[] u = outputs[outputs.length - 1];
    float[] raw = new float[size];
    float s = (float) scale;
    if (outputs.length == 1) {
      System.arraycopy(c, 0, raw, 0, size);
    } else {
      for (int i = 0; i < size; i++) {
        raw[i] = u[i] + s * (c[i] - u[i]);
      }
    }
    return new Guided(raw, raw, variance(c, size), Guided.NONE);
  }

  /** The second half of the prompt's row, where the network predicts its variance. */
  private static float[] variance(float[] conditional, int size) {
    return conditional.length == size
        ? Guided.NONE
        : Arrays.copyOfRange(conditional, size, conditional.length);
  }
}
