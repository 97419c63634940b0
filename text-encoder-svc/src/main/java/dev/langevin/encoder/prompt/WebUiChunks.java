package dev.langevin.encoder.prompt;

import dev.langevin.encoder.tokens.PromptTokenizer;
import dev.langevin.runtime.prompt.Segment;
import java.util.List;

/**
 * Chunks as AUTOMATIC1111's web UI makes them: where one is full, what follows its last comma moves
 * to the next one, if the comma is among the last 20 tokens (the setting's default).
 */
final class WebUiChunks {
  private static final int BACKTRACK = 20;

  private final ChunkWriter writer;
  private final long comma;
  private int lastComma = -1;

  private WebUiChunks(ChunkWriter writer, long comma) {
    this.writer = writer;
    this.comma = comma;
  }

  /**
   * Writes a prompt's chunks.
   *
   * @param comma the comma's id; negative if it has none of its own
   */
  static void write(
      List<Segment> segments, PromptTokenizer tokenizer, long comma, ChunkWriter writer) {
    WebUiChunks chunks = new WebUiChunks(writer, comma);
    for (Segment segment : segments) {
      if (segment.isBreak()) {
        chunks.next(writer.size());
        continue;
      }
      for (long id : tokenizer.words(segment.text())) {
        chunks.add(id, (float) segment.weight());
      }
    }
  }

  private void add(long id, float weight) {
    int size = writer.size();
    boolean full = size == writer.capacity();
    if (id == comma) {
      lastComma = size;
    } else if (full && lastComma >= 0 && size - lastComma <= BACKTRACK) {
      next(lastComma + 1);
    }
    if (writer.size() == writer.capacity()) {
      next(writer.size());
    }
    writer.add(id, weight);
  }

  private void next(int stay) {
    writer.next(stay);
    lastComma = -1;
  }
}
