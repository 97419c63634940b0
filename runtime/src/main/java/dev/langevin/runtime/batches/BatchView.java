package dev.langevin.runtime.batches;

import dev.langevin.events.v1.BatchSnapshot;
import dev.langevin.runtime.generations.Cursor;
import dev.langevin.runtime.generations.Overruling;
import dev.langevin.runtime.generations.States;
import dev.langevin.runtime.generations.Verdict;
import dev.langevin.v1.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;

/** The folded state of every batch, in memory. One thread applies records; any may read. */
final class BatchView implements States<BatchSnapshot> {
  private record Entry(BatchSnapshot snapshot, long offset) {}

  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final NavigableMap<Cursor, String> newestFirst = new ConcurrentSkipListMap<>();

  @Override
  public Verdict apply(String key, long offset, BatchSnapshot next, Overruling overruling) {
    Entry entry = entries.get(key);
    BatchSnapshot base =
        entry == null
            ? null
            : overruling.base(entry.snapshot(), entry.offset(), next, BatchFold::apply);
    Verdict verdict =
        key.equals(next.getBatch().getId())
            ? BatchFold.apply(base, next)
            : new Verdict.Refused("the key is not the batch's id");
    if (verdict instanceof Verdict.Accepted) {
      put(key, new Entry(next, offset));
    }
    return verdict;
  }

  /** Whoever reads meanwhile finds the state before or this one, and never none. */
  private void put(String key, Entry entry) {
    Entry before = entries.put(key, entry);
    Cursor place = cursor(entry.snapshot());
    newestFirst.put(place, key);
    if (before != null && !cursor(before.snapshot()).equals(place)) {
      newestFirst.remove(cursor(before.snapshot()));
    }
  }

  @Override
  public boolean bury(String key, String workId) {
    boolean counts = BatchFold.buries(get(key), workId);
    if (counts) {
      remove(key);
    }
    return counts;
  }

  @Override
  public void remove(String key) {
    Entry entry = entries.remove(key);
    if (entry != null) {
      newestFirst.remove(cursor(entry.snapshot()));
    }
  }

  @Override
  public void clear() {
    entries.clear();
    newestFirst.clear();
  }

  @Override
  public BatchSnapshot get(String key) {
    Entry entry = entries.get(key);
    return entry == null ? null : entry.snapshot();
  }

  /** Those that are wanted, newest first, after a cursor; at most {@code size}. */
  List<BatchSnapshot> list(int size, Cursor after, Predicate<BatchSnapshot> wanted) {
    List<BatchSnapshot> page = new ArrayList<>();
    var rest = after == null ? newestFirst : newestFirst.tailMap(after, false);
    for (String id : rest.values()) {
      BatchSnapshot snapshot = get(id);
      if (snapshot != null && wanted.test(snapshot)) {
        if (page.size() == size) {
          break;
        }
        page.add(snapshot);
      }
    }
    return page;
  }

  static Cursor cursor(BatchSnapshot snapshot) {
    Batch batch = snapshot.getBatch();
    return new Cursor(
        batch.getCreateTime().getSeconds(), batch.getCreateTime().getNanos(), batch.getId());
  }
}
