package dev.langevin.sampling.guidance;

import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.Guidance;
import dev.langevin.sampling.Guided;
import dev.langevin.sampling.Outputs;
import dev.langevin.sampling.SamplingException;

/**
 * Classifier-free guidance whose scale goes from one value to another over the steps.
 *
 * @param first scale of the first step, 0 to 100
 * @param last scale of the last step and of those beyond, 0 to 100
 * @param shape how it goes from one to the other
 * @param steps at least 1
 */
public record ScaleCurve(double first, double last, Shape shape, int steps) implements Guidance {
  /** How a scale goes from its first to its last value. */
  public enum Shape {
    /** Straight. */
    LINEAR,
    /** Half a cosine: slow at both ends. */
    COSINE
  }

  /** Checks the scales and the steps. */
  public ScaleCurve {
    Guidances.check("guidance_scale", first, 0, Guidances.MOST_SCALE);
    Guidances.check("end_scale", last, 0, Guidances.MOST_SCALE);
    if (steps < 1) {
      throw SamplingException.invalid("steps", steps, "1 or more");
    }
  }

  @Override
  public int[] rows(Evaluation e) {
    return at(e).rows(e);
  }

  @Override
  public Guided combine(Outputs outputs, float[] memory) {
    return at(outputs.evaluation()).combine(outputs, memory);
  }

  private ClassifierFree at(Evaluation e) {
    double u = steps == 1 ? 0 : Math.min(e.step(), steps - 1) / (steps - 1.0);
    double share = shape == Shape.LINEAR ? u : (1 - StrictMath.cos(Math.PI * u)) / 2;
    double scale = first + share * (last - first);
    return new ClassifierFree(Math.clamp(scale, 0, Guidances.MOST_SCALE)); // of rounding
  }
}
