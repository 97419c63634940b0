package dev.langevin.runtime.prompt;

/**
 * A piece of a prompt.
 *
 * @param text as the tokenizer is to read it
 * @param weight how much it counts; 1 where nobody said anything
 */
public record Segment(String text, double weight) {
  static final String BREAK_WORD = "BREAK";
  static final double BREAK_WEIGHT = -1;

  /** Whether what follows begins a chunk of its own. */
  public boolean isBreak() {
    return weight == BREAK_WEIGHT && text.equals(BREAK_WORD);
  }
}
