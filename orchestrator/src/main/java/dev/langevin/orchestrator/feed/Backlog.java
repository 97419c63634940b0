package dev.langevin.orchestrator.feed;

import java.time.Duration;
import java.time.Instant;

/**
 * How many lines of a batch may wait for a slot. Nobody knows how many slots there are in the whole
 * cluster, but a queue that was full and ran empty says that they take more than were put there. So
 * the limit doubles then, and halves again while the queue does not run empty: a batch alone fills
 * every slot there is, two have as much each, and a pause finds few lines that still begin. Used by
 * one thread.
 */
final class Backlog {
  /** Kafka has at most a thousand consumers in a group, so there are no more slots. */
  static final int MOST = 1000;

  static final Duration CALM = Duration.ofSeconds(10);

  private final int least;
  private int limit;
  private boolean filled;
  private Instant changed = Instant.MIN;

  /**
   * @param least so many may always wait; 1 or more
   */
  Backlog(int least) {
    this.least = least;
    this.limit = least;
  }

  /**
   * How many more lines may be enqueued.
   *
   * @param waiting those that are enqueued and have not begun
   */
  int room(int waiting, Instant now) {
    if (waiting >= limit) {
      filled = true;
    } else if (filled && waiting == 0) {
      limit = Math.min(MOST, 2 * limit);
      filled = false;
      changed = now;
    } else if (limit > least && now.isAfter(changed.plus(CALM))) {
      limit = Math.max(least, limit / 2);
      changed = now;
    }
    return Math.max(0, limit - waiting);
  }
}
