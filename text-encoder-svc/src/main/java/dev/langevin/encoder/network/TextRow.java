package dev.langevin.encoder.network;

/**
 * What to encode.
 *
 * @param ids the model's length of token ids; not to be changed
 * @param clipSkip how many of the last layers to leave out
 */
public record TextRow(long[] ids, int clipSkip) {
  /** With all layers. */
  public static TextRow of(long[] ids) {
    return new TextRow(ids, 0);
  }
}
