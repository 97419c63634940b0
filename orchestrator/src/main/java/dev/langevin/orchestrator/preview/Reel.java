package dev.langevin.orchestrator.preview;

import dev.langevin.sampling.Plan;
import dev.langevin.v1.Progress;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The previews of one job that are kept for its film strip: of those that are shown from the first
 * one on that comes, at most so many, spread evenly, the first and the last among them. One that
 * finds no room in memory is left out. Thread-safe.
 */
public final class Reel implements AutoCloseable {
  /** Frames of a strip. */
  static final int MOST = 32;

  private final ShownEvaluations shown;
  private final FilmStock stock;
  private final Map<Integer, Progress> frames = new TreeMap<>();
  private BitSet kept;
  private long bytes;
  private boolean closed;

  /**
   * Nothing is kept yet.
   *
   * @param steps how many of the plan's steps are shown
   * @param stock where the memory comes from
   */
  public Reel(Plan plan, int steps, FilmStock stock) {
    this.shown = new ShownEvaluations(plan, steps);
    this.stock = stock;
  }

  /**
   * Keeps a preview, if it is one of those.
   *
   * @param evaluation that it shows
   * @param preview the fields that belong to it
   */
  public synchronized void take(int evaluation, Progress preview) {
    if (kept == null) {
      kept = spread(evaluation);
    }
    long size = preview.getSerializedSize();
    if (kept.get(evaluation) && !closed && !frames.containsKey(evaluation) && stock.take(size)) {
      bytes += size;
      frames.put(evaluation, preview);
    }
  }

  /** What was kept, in the order of the steps. */
  public synchronized List<Progress> frames() {
    return List.copyOf(frames.values());
  }

  /** Frees the memory. */
  @Override
  public synchronized void close() {
    closed = true;
    frames.clear();
    stock.free(bytes);
    bytes = 0;
  }

  private BitSet spread(int first) {
    int[] all = shown.from(first);
    BitSet chosen = new BitSet();
    int count = Math.min(MOST, all.length);
    for (int i = 0; i < count; i++) {
      chosen.set(all[i * (all.length - 1) / Math.max(1, count - 1)]);
    }
    return chosen;
  }
}
