package dev.langevin.encoder.prompt;

import dev.langevin.encoder.tokens.Marks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Gathers weighted tokens into chunks: start mark, tokens, end mark, padding. */
final class ChunkWriter {
  private final Marks marks;
  private final int length;
  private final List<Chunk> chunks = new ArrayList<>();
  private long[] ids;
  private float[] weights;
  private int size;
  private int tokens;

  /**
   * No chunk yet.
   *
   * @param length of a chunk, marks included
   */
  ChunkWriter(Marks marks, int length) {
    this.marks = marks;
    this.length = length;
    begin();
  }

  /** The most tokens of a chunk, without its marks. */
  int capacity() {
    return length - 2;
  }

  /** Tokens in the present chunk. */
  int size() {
    return size;
  }

  /** Adds a token to the present chunk; there must be room. */
  void add(long id, float weight) {
    ids[size + 1] = id;
    weights[size + 1] = weight;
    size++;
  }

  /** Begins the next chunk. */
  void next() {
    next(size);
  }

  /** Begins the next chunk with those tokens of the present one that come after the first few. */
  void next(int stay) {
    long[] movedIds = Arrays.copyOfRange(ids, stay + 1, size + 1);
    float[] movedWeights = Arrays.copyOfRange(weights, stay + 1, size + 1);
    size = stay;
    finish();
    for (int i = 0; i < movedIds.length; i++) {
      add(movedIds[i], movedWeights[i]);
    }
  }

  /** All chunks, the present one included unless it is empty and not the only one. */
  Chunks chunks(String text) {
    if (size > 0 || chunks.isEmpty()) {
      finish();
    }
    return new Chunks(List.copyOf(chunks), tokens + 2 * chunks.size(), 0, text);
  }

  private void finish() {
    ids[0] = marks.start();
    ids[size + 1] = marks.end();
    Arrays.fill(ids, size + 2, length, marks.pad());
    Arrays.fill(weights, size + 1, length, 1);
    chunks.add(new Chunk(ids, weights));
    tokens += size;
    begin();
  }

  private void begin() {
    ids = new long[length];
    weights = new float[length];
    weights[0] = 1;
    size = 0;
  }
}
