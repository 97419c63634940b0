package dev.langevin.bench.sampling;

import dev.langevin.sampling.Noise;
import dev.langevin.sampling.Query;
import dev.langevin.sampling.Sampler;
import dev.langevin.sampling.State;
import dev.langevin.sampling.noise.NoiseSource;
import dev.langevin.sampling.noise.PhiloxNoise;
import dev.langevin.sampling.noise.TorchNoise;
import java.util.Arrays;

/**
 * What was measured of a subject, per step and latent element.
 *
 * @param subject name of the {@link Subject}
 * @param shape the latents
 * @param nanos processor time of all, in the best fork
 * @param apart the same without noise draws and quantiles: those are measured alone and subtracted
 * @param bytes allocated
 * @param draws noise tensors drawn in a step, in the mean over the plan
 * @param quantile whether there is one in every step
 */
record Figure(
    String subject,
    String shape,
    double nanos,
    double apart,
    double bytes,
    double draws,
    boolean quantile) {
  /** Most nanoseconds of a step without its draws and quantiles. */
  static final double BAR_APART = 5;

  /** Most nanoseconds of a step. */
  static final double BAR = 30;

  /** What it is of. */
  String title() {
    return subject + " at " + shape;
  }

  boolean holds() {
    return apart <= BAR_APART && nanos <= BAR;
  }

  /** How many tensors of noise a plan draws after the first, told by the generator's positions. */
  static int draws(Sampler sampler, NoiseSource source) {
    int size = 16;
    int draws = 0;
    State state = sampler.start(1, size);
    while (!sampler.done(state)) {
      Query query = sampler.query(state);
      State next = sampler.advance(state, new float[query.conditionings().length][size]).next();
      Noise noise =
          source == NoiseSource.TORCH_CPU
              ? TorchNoise.restore(state.noise())
              : PhiloxNoise.restore(state.noise());
      while (!Arrays.equals(noise.position(), next.noise())) {
        noise.next(size);
        draws++;
      }
      state = next;
    }
    return draws;
  }
}
