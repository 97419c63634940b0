package dev.langevin.encoder.prompt;

import java.util.List;

/**
 * A prompt as the text model reads it.
 *
 * @param list at least one
 * @param tokens tokens of the whole prompt, the marks of each chunk included, those cut off too
 * @param truncated tokens that were cut off
 * @param text the prompt's words alone, without what its syntax adds
 */
public record Chunks(List<Chunk> list, int tokens, int truncated, String text) {
  /** Whether any token's weight is not 1. */
  public boolean weighted() {
    return list.stream().anyMatch(Chunk::weighted);
  }
}
