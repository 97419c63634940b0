package dev.langevin.gateway.jobs;

import dev.langevin.events.v1.Snapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which generations of a tenant changed last, for any number of watchers: each remembers how far it
 * has told them, and none costs anything here. A generation that changes again moves to the end, so
 * that who is behind tells it once. Only so many are remembered; who is further behind has missed
 * some.
 */
final class Changes {
  /** Generations that are remembered. */
  static final int WINDOW = 1_000;

  /**
   * A generation's last change.
   *
   * @param place counts the changes of all generations
   * @param version of its snapshot
   */
  record Change(long place, String id, long version) {}

  private final Map<String, Change> byId = new HashMap<>();
  private final NavigableMap<Long, Change> byPlace = new TreeMap<>();
  private long last;
  private long forgotten;

  /** Notes a change; one that is older than what is known of its generation is none. */
  synchronized void saw(Snapshot snapshot) {
    String id = snapshot.getGeneration().getId();
    Change before = byId.get(id);
    if (before != null) {
      if (Long.compareUnsigned(snapshot.getVersion(), before.version()) <= 0) {
        return;
      }
      byPlace.remove(before.place());
    }
    last++;
    Change change = new Change(last, id, snapshot.getVersion());
    byId.put(id, change);
    byPlace.put(last, change);
    if (byPlace.size() > WINDOW) {
      Change eldest = byPlace.pollFirstEntry().getValue();
      byId.remove(eldest.id());
      forgotten = eldest.place();
    }
  }

  /** Everybody has missed something: what comes from now on may be told for the second time. */
  synchronized void forget() {
    byId.clear();
    byPlace.clear();
    last++;
    forgotten = last;
  }

  /** The place of the last change. */
  synchronized long last() {
    return last;
  }

  /**
   * The first changes behind a place.
   *
   * @return empty if some of them are forgotten
   */
  synchronized Optional<List<Change>> after(long place, int most) {
    return place < forgotten
        ? Optional.empty()
        : Optional.of(byPlace.tailMap(place, false).values().stream().limit(most).toList());
  }
}
