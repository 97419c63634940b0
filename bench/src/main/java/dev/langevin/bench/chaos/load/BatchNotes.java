package dev.langevin.bench.chaos.load;

import dev.langevin.bench.chaos.check.BatchRecord;
import dev.langevin.bench.chaos.check.BatchSeen;
import dev.langevin.bench.chaos.check.Line;
import dev.langevin.v1.Batch;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Writes down what a batch's client sees. Thread-safe. */
final class BatchNotes {
  private final BatchOrder order;
  private final RunClock clock;
  private final long created;
  private final Set<String> ids = new LinkedHashSet<>();
  private final List<BatchSeen> seen = new ArrayList<>();
  private final List<Line> followed = new ArrayList<>();
  private final List<Line> archived = new ArrayList<>();
  private final Map<String, String> pictures = new TreeMap<>();
  private final List<String> complaints = new ArrayList<>();
  private long accepted;
  private long quietFrom = BatchRecord.NEVER;
  private long quietTo = BatchRecord.NEVER;
  private boolean cancelled;

  BatchNotes(BatchOrder order, RunClock clock) {
    this.order = order;
    this.clock = clock;
    this.created = clock.millis();
  }

  synchronized void accepted(String id) {
    accepted = ids.isEmpty() ? clock.millis() : accepted;
    ids.add(id);
  }

  synchronized void saw(Batch batch) {
    seen.add(BatchSeen.of(clock.millis(), batch));
  }

  synchronized void followed(Line line) {
    followed.add(line);
  }

  /** The number of the last line that was followed to its end; 0 for none. */
  synchronized int last() {
    return followed.isEmpty() ? 0 : followed.getLast().number();
  }

  synchronized void archived(List<Line> lines, Map<String, String> digests) {
    archived.addAll(lines);
    pictures.putAll(digests);
  }

  /** A gateway has said that no line is enqueued any more. */
  synchronized void quiet() {
    quietFrom = clock.millis();
  }

  /** A gateway is asked to go on. */
  synchronized void goesOn() {
    quietTo = clock.millis();
  }

  synchronized void cancelled() {
    cancelled = true;
    quietFrom = clock.millis();
  }

  synchronized void complain(String what) {
    complaints.add(what);
  }

  /** What was seen last; null if nothing was. */
  synchronized BatchSeen latest() {
    return seen.isEmpty() ? null : seen.getLast();
  }

  synchronized BatchRecord record() {
    return new BatchRecord(
        order,
        created,
        accepted,
        new LinkedHashSet<>(ids),
        List.copyOf(seen),
        List.copyOf(followed),
        List.copyOf(archived),
        new TreeMap<>(pictures),
        quietFrom,
        quietTo,
        cancelled,
        List.copyOf(complaints));
  }
}
