package dev.langevin.sampling.guidance;

import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.Guidance;
import dev.langevin.sampling.Guided;
import dev.langevin.sampling.Outputs;

/**
 * Keeps the deviation of the prompt's own prediction, which large scales raise: φ·raw·σ_c/σ_raw +
 * (1 − φ)·raw, per image. Lin et al. 2023, "Common Diffusion Noise Schedules and Sample Steps are
 * Flawed", equations 15 and 16.
 *
 * @param inner what is rescaled
 * @param factor φ, 0 to 1
 */
public record Rescaled(Guidance inner, double factor) implements Guidance {
  /** Checks φ. */
  public Rescaled {
    Guidances.check("guidance_rescale", factor, 0, 1);
  }

  @Override
  public int[] rows(Evaluation e) {
    return inner.rows(e);
  }

  @Override
  public Guided combine(Outputs outputs, float[] memory) {
    Guided guided = inner.combine(outputs, memory);
    if (outputs.rows().length == 1) {
      return guided;
    }
    float[] raw = guided.raw();
    double ratio = deviation(outputs.rows()[0], raw.length) / deviation(raw, raw.length);
    double scale = factor * ratio + 1 - factor;
    float[] rescaled = new float[raw.length];
    for (int i = 0; i < raw.length; i++) {
      rescaled[i] = (float) (scale * raw[i]);
    }
    float[] baseline = guided.baseline() == raw ? rescaled : guided.baseline();
    return new Guided(rescaled, baseline, guided.variance(), guided.memory());
  }

  @Override
  public boolean splits() {
    return inner.splits();
  }

  private static double deviation(float[] values, int size) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < size; i++) {
      sum += values[i];
      squares += (double) values[i] * values[i];
    }
    return Math.sqrt(Math.max(squares / size - sum / size * (sum / size), Double.MIN_NORMAL));
  }
}
