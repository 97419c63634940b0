package dev.langevin.sampling;

import dev.langevin.sampling.noise.NoiseSource;
import dev.langevin.sampling.noise.ResumedNoise;
import java.util.List;

/**
 * A plan, carried out.
 *
 * @param source whose generator the noise comes from
 * @param variance whether the network may answer twice as many channels, the second half its
 *     variance
 */
record PlannedSampler(
    Plan plan,
    Solver solver,
    Parameterisation parameterisation,
    Guidance guidance,
    NoiseSource source,
    boolean variance)
    implements Sampler {
  @Override
  public State start(long seed, int size) {
    if (size < 1) {
      throw SamplingException.outOfRange("size", size, 1, Integer.MAX_VALUE);
    }
    Noise noise = source.seeded(Seeds.checked(seed));
    float[] x = scaled(noise.next(size), plan.initialScale());
    return new State(0, x, List.of(), Guided.NONE, noise.position());
  }

  @Override
  public State startAt(int evaluation, float[] x0, long seed) {
    return startAt(evaluation, x0, source.seeded(Seeds.checked(seed)));
  }

  @Override
  public State startAt(int evaluation, float[] x0, Noise noise) {
    int count = plan.evaluations().size();
    if (evaluation < 0 || evaluation > count) {
      throw SamplingException.outOfRange("evaluation", evaluation, 0, count);
    }
    if (evaluation < count && plan.evaluations().get(evaluation).stage() != 0) {
      throw SamplingException.invalid("evaluation", evaluation, "the first of its step");
    }
    Level at = evaluation == count ? Level.CLEAN : plan.evaluations().get(evaluation).from();
    float[] z = noise.next(x0.length);
    float[] x = new float[x0.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (at.alpha() * x0[i] + at.sigma() * z[i]);
    }
    return new State(evaluation, x, List.of(), Guided.NONE, noise.position());
  }

  @Override
  public State startWith(float[] latents, long seed) {
    Noise noise = source.seeded(Seeds.checked(seed));
    return new State(0, latents, List.of(), Guided.NONE, noise.position());
  }

  @Override
  public boolean done(State s) {
    return s.evaluation() >= plan.evaluations().size();
  }

  @Override
  public Query query(State s) {
    Evaluation e = plan.evaluations().get(s.evaluation());
    return new Query(scaled(s.x(), e.inputScale()), e.time(), guidance.rows(e));
  }

  @Override
  public Advance advance(State s, float[][] outputs) {
    Evaluation e = plan.evaluations().get(s.evaluation());
    check(e, outputs, s.x().length);
    Guided guided =
        guidance.combine(new Outputs(e, s.x(), parameterisation, outputs), s.guidance());
    return solver.advance(e, s, guided, parameterisation, new ResumedNoise(s.noise()));
  }

  private void check(Evaluation e, float[][] outputs, int size) {
    int rows = guidance.rows(e).length;
    if (outputs.length != rows) {
      throw SamplingException.wrongSize("prediction rows", outputs.length, rows);
    }
    for (float[] output : outputs) {
      if (output.length != size && !(variance && output.length == 2 * size)) {
        throw SamplingException.wrongSize("prediction elements", output.length, size);
      }
      if (!Float.isFinite(largest(output))) {
        throw SamplingException.notFinite(e.index(), e.step(), notFinite(output));
      }
    }
  }

  /** The largest magnitude: it keeps NaN and infinity, and runs on vectors, as a search cannot. */
  private static float largest(float[] values) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static float notFinite(float[] values) {
    int i = 0;
    while (Float.isFinite(values[i])) {
      i++;
    }
    return values[i];
  }

  private static float[] scaled(float[] x, double scale) {
    if (scale == 1) {
      return x;
    }
    float[] result = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      result[i] = (float) (scale * x[i]);
    }
    return result;
  }
}
