package dev.langevin.gateway.diffusion;

import dev.langevin.sampling.Noise;
import dev.langevin.sampling.schedule.ForwardProcess;

/** The x_t of one x₀ at ascending times: in closed form, all with one noise, or along the chain. */
final class Noising {
  private final ForwardProcess process;
  private final Noise noise;
  private final boolean chain;

  /** x₀, or where the chain stands. */
  private float[] x;

  /** The noise of the closed form, drawn once. */
  private float[] drawn;

  private int next;

  Noising(ForwardProcess process, float[] x0, Noise noise, boolean chain) {
    this.process = process;
    this.x = x0;
    this.noise = noise;
    this.chain = chain;
  }

  /**
   * x_t.
   *
   * @param t later than all times before
   * @throws InterruptedException between two steps of the chain
   */
  float[] at(int t) throws InterruptedException {
    if (!chain) {
      if (drawn == null) {
        drawn = noise.next(x.length);
      }
      return process.noised(x, t, drawn);
    }
    for (; next <= t; next++) {
      if (Thread.interrupted()) {
        throw new InterruptedException("nobody waits for the chain");
      }
      x = process.step(x, next, noise);
    }
    return x;
  }

  /** A multiple. */
  static float[] scaled(float[] x, double scale) {
    float[] result = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      result[i] = (float) (scale * x[i]);
    }
    return result;
  }
}
