package dev.langevin.encoder.prompt;

/**
 * What the text model reads at once.
 *
 * @param ids the model's length of token ids, marks and padding included; not to be changed
 * @param weights how much each counts; not to be changed
 */
public record Chunk(long[] ids, float[] weights) {
  /** Whether a weight is not 1. */
  public boolean weighted() {
    for (float weight : weights) {
      if (weight != 1) {
        return true;
      }
    }
    return false;
  }
}
