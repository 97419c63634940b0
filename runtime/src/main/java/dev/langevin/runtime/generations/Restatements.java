package dev.langevin.runtime.generations;

import dev.langevin.events.v1.Snapshot;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Compaction keeps a key's last record. Where that one was refused, a reader that has caught up
 * appends the winner again, after a random while, so that mostly one of all readers does. Used by
 * the reader's thread alone.
 */
final class Restatements {
  private static final long SPREAD = TimeUnit.SECONDS.toNanos(4);
  private static final long LEAST = TimeUnit.SECONDS.toNanos(1);

  private final Map<String, Long> due = new HashMap<>();
  private final LongSupplier clock;
  private final Consumer<Snapshot> append;

  /**
   * @param clock nanoseconds
   * @param append writes a snapshot without waiting
   */
  Restatements(LongSupplier clock, Consumer<Snapshot> append) {
    this.clock = clock;
    this.append = append;
  }

  /** The key's last record was refused. */
  void refused(String key) {
    due.putIfAbsent(key, clock.getAsLong() + LEAST + ThreadLocalRandom.current().nextLong(SPREAD));
  }

  /** The key's last record is its state. */
  void settled(String key) {
    due.remove(key);
  }

  void clear() {
    due.clear();
  }

  void sendDue(View view) {
    if (due.isEmpty()) {
      return;
    }
    long now = clock.getAsLong();
    for (Iterator<Map.Entry<String, Long>> entries = due.entrySet().iterator();
        entries.hasNext(); ) {
      Map.Entry<String, Long> entry = entries.next();
      if (entry.getValue() - now > 0) {
        continue;
      }
      Snapshot winner = view.get(entry.getKey());
      if (winner == null) {
        entries.remove();
      } else {
        // Stays due until it is read back, so that a failed append is tried again.
        entry.setValue(now + LEAST + SPREAD);
        append.accept(winner);
      }
    }
  }
}
