package dev.langevin.orchestrator.preview;

import java.util.concurrent.atomic.AtomicLong;

/** The memory that the film strips of all jobs may take together. Thread-safe. */
public final class FilmStock {
  private final long most;
  private final AtomicLong used = new AtomicLong();

  /**
   * All of it is free.
   *
   * @param most bytes of frames at a time
   */
  public FilmStock(long most) {
    this.most = most;
  }

  /** An eighth of the heap. */
  public static FilmStock ofHeap() {
    return new FilmStock(Runtime.getRuntime().maxMemory() / 8);
  }

  /** Whether there is room; if so, it is taken. */
  boolean take(long bytes) {
    if (used.addAndGet(bytes) <= most) {
      return true;
    }
    used.addAndGet(-bytes);
    return false;
  }

  /** Gives back what was taken. */
  void free(long bytes) {
    used.addAndGet(-bytes);
  }

  /** Bytes that are taken. */
  public long used() {
    return used.get();
  }
}
