package dev.langevin.sampling;

/**
 * A sampling method with a plan, for one image at a time. Immutable and thread-safe: one sampler
 * serves all images of a job.
 *
 * <pre>{@code
 * State s = sampler.start(seed, 4 * 64 * 64);
 * while (!sampler.done(s)) {
 *   Query q = sampler.query(s);
 *   s = sampler.advance(s, network(q)).next();
 * }
 * }</pre>
 */
public interface Sampler {
  /** What will be evaluated. */
  Plan plan();

  /**
   * The state before the first evaluation.
   *
   * @param seed 0 to 2³² − 1; image i of a job takes {@link Seeds#ofImage}
   * @param size the number of latent elements of one image
   */
  State start(long seed, int size);

  /**
   * A state in mid-plan, for image to image and branching: x₀ with fresh noise at the level at
   * which the evaluation begins.
   *
   * @param evaluation where to begin, 0 to the number of evaluations; the first of its step
   */
  State startAt(int evaluation, float[] x0, long seed);

  /** As {@link #startAt(int, float[], long)}, with a generator that has been drawn from. */
  State startAt(int evaluation, float[] x0, Noise noise);

  /** A state before the first evaluation with these latents as they are, for inversion. */
  State startWith(float[] latents, long seed);

  /** Whether the latents are final. */
  boolean done(State s);

  /** What to ask the network next. */
  Query query(State s);

  /**
   * The only transition.
   *
   * @param outputs one array per row of {@link Query#conditionings}, in that order
   * @throws SamplingException if an output has the wrong size, or is not finite
   */
  Advance advance(State s, float[][] outputs);
}
