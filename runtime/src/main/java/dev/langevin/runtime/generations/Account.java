package dev.langevin.runtime.generations;

import dev.langevin.events.v1.Snapshot;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One tenant's generations: their order in lists, and what counts against a quota. One thread
 * changes it; any may read.
 *
 * @param <E> what is kept of a generation
 */
final class Account<E> {
  private final NavigableMap<Cursor, E> newestFirst = new ConcurrentSkipListMap<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();
  private final RowsOfMinute rows = new RowsOfMinute();

  /** Those that are not deleted. */
  NavigableMap<Cursor, E> newestFirst() {
    return newestFirst;
  }

  /** A generation is heard of for the first time. */
  void created(Snapshot snapshot) {
    if (snapshot.getRows() > 0) {
      rows.add(snapshot.getGeneration().getCreateTime().getSeconds(), snapshot.getRows());
    }
  }

  /** So many more wait and run; negative for fewer. */
  void add(int waiting, int running) {
    if (waiting != 0) {
      this.waiting.addAndGet(waiting);
    }
    if (running != 0) {
      this.running.addAndGet(running);
    }
  }

  Standing standing(Instant now) {
    return new Standing(waiting.get(), running.get(), rows.within(now));
  }

  /** In how many seconds so many rows will no longer count. */
  int secondsUntil(long fewer, Instant now) {
    return rows.secondsUntil(fewer, now);
  }
}
