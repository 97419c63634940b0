package dev.langevin.runtime.generations;

import java.time.Instant;
import java.util.List;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Generations for which something is to be done at some time, by that time, so that those that are
 * due are found without a look at the others. One thread changes it; any may read.
 */
final class Agenda {
  /**
   * An entry.
   *
   * @param seconds since 1970
   * @param id the generation's
   */
  record Due(long seconds, String id) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int order = Long.compare(seconds, other.seconds);
      return order == 0 ? id.compareTo(other.id) : order;
    }
  }

  private final NavigableSet<Due> entries = new ConcurrentSkipListSet<>();

  /** The set's own count goes through all of it. */
  private final AtomicInteger size = new AtomicInteger();

  void add(Due due) {
    if (entries.add(due)) {
      size.incrementAndGet();
    }
  }

  void remove(Due due) {
    if (entries.remove(due)) {
      size.decrementAndGet();
    }
  }

  void clear() {
    entries.clear();
    size.set(0);
  }

  int size() {
    return size.get();
  }

  /** The ids of all, as long as they are not changed meanwhile. */
  Iterable<String> ids() {
    return () -> entries.stream().map(Due::id).iterator();
  }

  /** The ids of those before {@code now}, the longest overdue first. */
  List<String> before(Instant now, int limit) {
    return entries.headSet(new Due(now.getEpochSecond(), "")).stream()
        .limit(limit)
        .map(Due::id)
        .toList();
  }
}
