package dev.langevin.runtime.generations;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.runtime.topics.WorkTopic;
import dev.langevin.v1.Generation.State;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The lines of all queues, of each tenant's own jobs: nobody is told how many others wait. One
 * thread changes them; any may read.
 */
final class WaitingLines {
  private record Place(String tenant, WorkTopic queue) {}

  private final Map<Place, WaitingLine> lines = new ConcurrentHashMap<>();

  /** The line that a snapshot stands in; null if it does not wait. */
  WaitingLine of(Snapshot snapshot) {
    return snapshot.getGeneration().getState() == State.STATE_QUEUED
        ? lines.computeIfAbsent(
            new Place(Tenants.of(snapshot), Kind.queue(snapshot)), place -> new WaitingLine())
        : null;
  }

  /** The place in its queue of one that waits, from 1; 0 of any other. */
  int place(Snapshot snapshot, Cursor cursor) {
    WaitingLine line = of(snapshot);
    return line == null ? 0 : 1 + line.before(cursor);
  }

  void clear() {
    lines.values().forEach(WaitingLine::clear);
  }
}
