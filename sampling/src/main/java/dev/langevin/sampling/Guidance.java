package dev.langevin.sampling;

/** Combines the network's answers for several conditionings into one prediction. */
public interface Guidance {
  /** The conditionings to evaluate, a row each: 0 is the prompt, 1 the negative prompt. */
  int[] rows(Evaluation e);

  /**
   * Combines the rows.
   *
   * @param e the evaluation
   * @param outputs one array per row of {@link #rows}, in that order
   * @param size the number of latent elements; a network that also predicts its variance answers
   *     twice as many, and only the first half is combined
   * @param memory what this guidance remembered at the evaluation before; empty at the first
   */
  Guided combine(Evaluation e, float[][] outputs, int size, float[] memory);
}
