package dev.langevin.sampling.guidance;

import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.Guidance;
import dev.langevin.sampling.Guided;
import dev.langevin.sampling.Outputs;
import dev.langevin.sampling.SamplingException;
import java.util.ArrayList;
import java.util.List;

/**
 * Another guidance at each step: scale curves.
 *
 * @param steps one per step; the last also for steps beyond
 */
public record Stepwise(List<Guidance> steps) implements Guidance {
  /** How a scale goes from its first to its last value. */
  public enum Shape {
    /** Straight. */
    LINEAR,
    /** Half a cosine: slow at both ends. */
    COSINE
  }

  /** Keeps a copy. */
  public Stepwise {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw SamplingException.invalid("guidance_curve", "[]", "one scale or more");
    }
  }

  /** Classifier-free guidance whose scale goes from one value to another over the steps. */
  public static Stepwise curve(double first, double last, Shape shape, int steps) {
    List<Guidance> all = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      double u = steps == 1 ? 0 : i / (steps - 1.0);
      double share = shape == Shape.LINEAR ? u : (1 - StrictMath.cos(Math.PI * u)) / 2;
      all.add(new ClassifierFree(first + share * (last - first)));
    }
    return new Stepwise(all);
  }

  @Override
  public int[] rows(Evaluation e) {
    return at(e).rows(e);
  }

  @Override
  public Guided combine(Outputs outputs, float[] memory) {
    return at(outputs.evaluation()).combine(outputs, memory);
  }

  @Override
  public boolean splits() {
    return steps.stream().anyMatch(Guidance::splits);
  }

  private Guidance at(Evaluation e) {
    return steps.get(Math.min(e.step(), steps.size() - 1));
  }
}
