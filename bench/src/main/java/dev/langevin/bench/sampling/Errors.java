package dev.langevin.bench.sampling;

import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.Level;
import dev.langevin.sampling.Sampler;
import dev.langevin.sampling.Samplers;
import dev.langevin.sampling.SamplingRequest;
import dev.langevin.sampling.State;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a deterministic sampler is from the exact flow, by its number of evaluations. Levels are
 * even in ln σ, so that plans of 2k + 1 steps all meet in the middle, after k; with k a multiple of
 * 6, a group of two or three evaluations ends there. What comes after, where orders are lowered, is
 * left out.
 */
final class Errors {
  private static final int POINTS = 17;
  private static final double WIDEST = 2;

  /** The error after a number of evaluations. */
  record Point(int evaluations, double error) {}

  private Errors() {}

  static List<Point> of(String sampler, Target target, int[] steps) {
    List<Point> points = new ArrayList<>();
    for (int each : steps) {
      points.add(of(sampler, target, each));
    }
    return points;
  }

  /** The root mean square over points across the noise. */
  static Point of(String name, Target target, int steps) {
    Sampler sampler =
        Samplers.create(
            Subject.of("euler").config(),
            SamplingRequest.ofSteps(steps).withSampler(name + "_exponential"));
    List<Evaluation> plan = sampler.plan().evaluations();
    Level first = plan.get(0).from();
    float[] begin = new float[POINTS];
    for (int i = 0; i < POINTS; i++) {
      begin[i] = (float) (first.sigma() * WIDEST * (2.0 * i / (POINTS - 1) - 1));
    }
    State state = sampler.startWith(begin, 0);
    int middle = (steps - 1) / 2;
    while (plan.get(state.evaluation()).step() < middle
        || plan.get(state.evaluation()).stage() != 0) {
      Evaluation e = plan.get(state.evaluation());
      state = sampler.advance(state, new float[][] {target.epsilon(e.read(), state.x())}).next();
    }
    Level last = plan.get(state.evaluation()).from();
    return new Point(state.evaluation(), error(target, first, last, begin, state.x()));
  }

  private static double error(Target target, Level first, Level last, float[] from, float[] to) {
    double sum = 0;
    for (int i = 0; i < from.length; i++) {
      double exact =
          target.flow(
              first.sigma() / first.alpha(), last.sigma() / last.alpha(), from[i] / first.alpha());
      double off = to[i] / last.alpha() - exact;
      sum += off * off;
    }
    return Math.sqrt(sum / from.length);
  }
}
