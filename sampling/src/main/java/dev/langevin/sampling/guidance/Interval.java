package dev.langevin.sampling.guidance;

import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.Guidance;
import dev.langevin.sampling.Guided;
import dev.langevin.sampling.Level;
import dev.langevin.sampling.Outputs;
import dev.langevin.sampling.SamplingException;

/**
 * Guidance at some noise levels only; elsewhere the prompt's row alone, which halves the cost.
 * Kynkäänniemi et al. 2024, "Applying Guidance in a Limited Interval Improves Sample and
 * Distribution Quality in Diffusion Models", equation 5.
 *
 * @param inner what is applied within
 * @param low the largest σ/α without guidance, 0 or more
 * @param high the largest σ/α with guidance
 */
public record Interval(Guidance inner, double low, double high) implements Guidance {
  /** Checks the interval. */
  public Interval {
    if (!(low >= 0 && high > low)) {
      throw SamplingException.invalid(
          "guidance_interval", low + ".." + high, "two noise levels, the first below the second");
    }
  }

  @Override
  public int[] rows(Evaluation e) {
    return within(e) ? inner.rows(e) : new int[] {PROMPT};
  }

  @Override
  public Guided combine(Outputs outputs, float[] memory) {
    return within(outputs.evaluation()) ? inner.combine(outputs, memory) : outputs.first(memory);
  }

  @Override
  public boolean splits() {
    return inner.splits();
  }

  private boolean within(Evaluation e) {
    Level at = e.read();
    return at.sigma() > low * at.alpha() && at.sigma() <= high * at.alpha();
  }
}
