package dev.langevin.runtime.generations;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * The folded state of every generation, in memory: one serialized snapshot each and what lists and
 * deadlines need. One thread applies records; any may read.
 */
final class View {
  private record Entry(byte[] snapshot, Cursor place, Due due, State state) {}

  private record Due(long seconds, String id) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int order = Long.compare(seconds, other.seconds);
      return order == 0 ? id.compareTo(other.id) : order;
    }
  }

  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final NavigableMap<Cursor, Entry> newestFirst = new ConcurrentSkipListMap<>();
  private final NavigableSet<Due> unfinished = new ConcurrentSkipListSet<>();

  /** Folds one record into its key's state. */
  Verdict apply(String key, Snapshot next) {
    Verdict verdict =
        key.equals(next.getGeneration().getId())
            ? Fold.apply(get(key), next)
            : new Verdict.Refused("the key is not the generation's id");
    if (verdict instanceof Verdict.Accepted) {
      put(key, next);
    }
    return verdict;
  }

  private void put(String key, Snapshot snapshot) {
    Generation generation = snapshot.getGeneration();
    Entry before = entries.get(key);
    Timestamp created = generation.getCreateTime();
    Cursor place =
        before == null ? new Cursor(created.getSeconds(), created.getNanos(), key) : before.place();
    Due due = before == null ? new Due(generation.getExpireTime().getSeconds(), key) : before.due();
    Entry entry = new Entry(snapshot.toByteArray(), place, due, generation.getState());
    entries.put(key, entry);
    newestFirst.put(place, entry);
    if (Fold.ended(entry.state())) {
      unfinished.remove(due);
    } else {
      unfinished.add(due);
    }
  }

  void remove(String key) {
    Entry entry = entries.remove(key);
    if (entry != null) {
      newestFirst.remove(entry.place());
      unfinished.remove(entry.due());
    }
  }

  void clear() {
    entries.clear();
    newestFirst.clear();
    unfinished.clear();
  }

  int size() {
    return entries.size();
  }

  int unfinished() {
    return unfinished.size();
  }

  /** The folded snapshot; null if the key is unknown. */
  Snapshot get(String key) {
    Entry entry = entries.get(key);
    return entry == null ? null : parse(entry);
  }

  Page list(int size, Cursor after, Set<State> states) {
    List<Snapshot> page = new ArrayList<>(Math.min(size, 64));
    Cursor last = null;
    NavigableMap<Cursor, Entry> rest =
        after == null ? newestFirst : newestFirst.tailMap(after, false);
    for (Entry entry : rest.values()) {
      if (states.isEmpty() || states.contains(entry.state())) {
        if (page.size() == size) {
          return new Page(page, last);
        }
        page.add(parse(entry));
        last = entry.place();
      }
    }
    return new Page(page, null);
  }

  /** Those that have not ended and whose time is over, the longest overdue first. */
  List<Snapshot> overdue(Instant now, int limit) {
    return unfinished.headSet(new Due(now.getEpochSecond(), "")).stream()
        .limit(limit)
        .map(due -> entries.get(due.id()))
        .filter(entry -> entry != null)
        .map(View::parse)
        .toList();
  }

  private static Snapshot parse(Entry entry) {
    try {
      return Snapshot.parseFrom(entry.snapshot());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("a snapshot of our own cannot be read", e);
    }
  }
}
