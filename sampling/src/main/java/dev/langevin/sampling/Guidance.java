package dev.langevin.sampling;

/** Combines the network's answers for several conditionings into one prediction. */
public interface Guidance {
  /** The conditioning that guidance leads to. */
  int PROMPT = 0;

  /** The one that it leads away from: of the negative prompt, or of the empty one. */
  int BASE = 1;

  /** Further negative prompts are counted from here. */
  int NEGATIVES = 2;

  /** The conditionings to evaluate, a row each. */
  int[] rows(Evaluation e);

  /**
   * Combines the rows.
   *
   * @param outputs one array per row of {@link #rows}, in that order
   * @param memory what this guidance remembered at the evaluation before; empty at the first
   */
  Guided combine(Outputs outputs, float[] memory);

  /** Whether the solver's ε is to come from another prediction than its x₀, as with CFG++. */
  default boolean splits() {
    return false;
  }
}
