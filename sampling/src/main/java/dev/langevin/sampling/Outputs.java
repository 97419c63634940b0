package dev.langevin.sampling;

import java.util.Arrays;

/**
 * What the network answered at one evaluation.
 *
 * @param evaluation where
 * @param x the latents
 * @param parameterisation how the answers are read
 * @param rows one array per conditioning; a network that also predicts its variance answers twice
 *     as many elements as the latents have, and only the first half is combined
 */
public record Outputs(
    Evaluation evaluation, float[] x, Parameterisation parameterisation, float[][] rows) {
  /** The number of latent elements. */
  public int size() {
    return x.length;
  }

  /** The prediction of the first row alone. */
  public Guided first(float[] memory) {
    float[] raw = rows[0].length == size() ? rows[0] : Arrays.copyOf(rows[0], size());
    return new Guided(raw, raw, variance(), memory);
  }

  /** The network's variance for the first row; empty if it has none. */
  public float[] variance() {
    return rows[0].length == size()
        ? Guided.NONE
        : Arrays.copyOfRange(rows[0], size(), rows[0].length);
  }
}
