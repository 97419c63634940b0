package dev.langevin.denoiser.batch.order;

import java.util.List;

/**
 * What is run together.
 *
 * @param key what all rows share
 * @param parts of one or several evaluations, in order of service
 */
public record Selection<E, K>(K key, List<Part<E>> parts) {
  /**
   * Rows of one evaluation.
   *
   * @param rows their indexes in the evaluation
   */
  public record Part<E>(E evaluation, List<Integer> rows) {}

  /** How many there are. */
  public int rows() {
    int rows = 0;
    for (Part<E> part : parts) {
      rows += part.rows().size();
    }
    return rows;
  }
}
