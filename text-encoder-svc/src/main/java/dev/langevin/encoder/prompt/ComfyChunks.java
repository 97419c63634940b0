package dev.langevin.encoder.prompt;

import dev.langevin.encoder.tokens.PromptTokenizer;
import dev.langevin.runtime.prompt.Segment;
import java.util.List;

/**
 * Chunks as ComfyUI makes them: the tokens of one piece of the prompt stay together if they are
 * fewer than 8, and are cut where a chunk is full if they are more.
 */
final class ComfyChunks {
  private static final int LARGE = 8;

  private ComfyChunks() {}

  static void write(List<Segment> segments, PromptTokenizer tokenizer, ChunkWriter writer) {
    for (Segment segment : segments) {
      long[] ids = tokenizer.words(segment.text());
      boolean together = ids.length < LARGE && ids.length <= writer.capacity();
      if (together && ids.length > writer.capacity() - writer.size()) {
        writer.next();
      }
      for (long id : ids) {
        if (writer.size() == writer.capacity()) {
          writer.next();
        }
        writer.add(id, (float) segment.weight());
      }
    }
  }
}
