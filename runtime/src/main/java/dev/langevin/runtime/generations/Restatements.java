package dev.langevin.runtime.generations;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Compaction keeps a key's last record, of the whole log or of the part that it looks at. Where
 * that may be a refused one, a reader that has caught up appends the winner again, and which
 * records it overrules, after a random while, so that mostly one of all readers does. Used by the
 * reader's thread alone.
 *
 * @param <S> what the records say
 */
final class Restatements<S> {
  private static final long SPREAD = TimeUnit.SECONDS.toNanos(4);
  private static final long LEAST = TimeUnit.SECONDS.toNanos(1);

  /** When to append, and what is to be overruled. */
  private static final class Due {
    private long at;
    private final Set<Long> refused = new HashSet<>();

    private Due(long at) {
      this.at = at;
    }
  }

  private final Map<String, Due> dues = new HashMap<>();
  private final LongSupplier clock;
  private final BiConsumer<S, Overruling> append;

  /**
   * @param clock nanoseconds
   * @param append writes a record without waiting
   */
  Restatements(LongSupplier clock, BiConsumer<S, Overruling> append) {
    this.clock = clock;
    this.append = append;
  }

  /** The key's record at the offset was refused. Records that are accepted later don't say so. */
  void refused(String key, long offset) {
    dues.computeIfAbsent(
            key,
            first ->
                new Due(clock.getAsLong() + LEAST + ThreadLocalRandom.current().nextLong(SPREAD)))
        .refused
        .add(offset);
  }

  /** Somebody said so. */
  void overruled(String key, Overruling overruling) {
    Due due = dues.get(key);
    if (due != null && due.refused.removeAll(overruling.offsets()) && due.refused.isEmpty()) {
      dues.remove(key);
    }
  }

  /** Nothing is left of the key. */
  void settled(String key) {
    dues.remove(key);
  }

  void clear() {
    dues.clear();
  }

  /**
   * Appends what is due.
   *
   * @param view a key's state; null if there is none
   */
  void sendDue(Function<String, S> view) {
    if (dues.isEmpty()) {
      return;
    }
    long now = clock.getAsLong();
    for (Iterator<Map.Entry<String, Due>> entries = dues.entrySet().iterator();
        entries.hasNext(); ) {
      Map.Entry<String, Due> entry = entries.next();
      Due due = entry.getValue();
      if (due.at - now > 0) {
        continue;
      }
      S winner = view.apply(entry.getKey());
      if (winner == null) {
        entries.remove();
      } else {
        // Stays due until it is read back, so that a failed append is tried again.
        due.at = now + LEAST + SPREAD;
        append.accept(winner, Overruling.of(due.refused));
      }
    }
  }
}
