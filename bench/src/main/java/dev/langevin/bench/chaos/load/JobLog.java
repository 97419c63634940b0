package dev.langevin.bench.chaos.load;

import dev.langevin.bench.chaos.check.Ending;
import dev.langevin.bench.chaos.check.JobRecord;
import dev.langevin.bench.chaos.check.Seen;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Progress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Writes down what a job's clients see. Thread-safe. */
final class JobLog {
  private final Order order;
  private final RunClock clock;
  private final long created;
  private final Set<String> ids = new LinkedHashSet<>();
  private final List<Seen> seen = new ArrayList<>();
  private final Map<Integer, Ending> endings = new TreeMap<>();
  private final Map<String, String> digests = new TreeMap<>();
  private final List<String> complaints = new ArrayList<>();
  private boolean cancelled;

  JobLog(Order order, RunClock clock) {
    this.order = order;
    this.clock = clock;
    this.created = clock.millis();
  }

  synchronized void accepted(String id) {
    ids.add(id);
  }

  synchronized void saw(int watcher, int gateway, int connection, Generation generation) {
    long start = Seen.start(generation, clock.origin());
    seen.add(
        new Seen(
            clock.millis(),
            watcher,
            gateway,
            connection,
            generation.getState(),
            start,
            generation.getProgress().getEvaluation(),
            false));
    if (Seen.ended(generation.getState())) {
      endings.put(watcher, Ending.of(generation));
    }
  }

  /** Progress, which belongs to the attempt that the same stream told of before. */
  synchronized void saw(
      int watcher, int gateway, int connection, Generation last, Progress progress) {
    seen.add(
        new Seen(
            clock.millis(),
            watcher,
            gateway,
            connection,
            last.getState(),
            Seen.start(last, clock.origin()),
            progress.getEvaluation(),
            true));
  }

  synchronized void cancelled() {
    cancelled = true;
  }

  synchronized void fetched(String name, String sha256) {
    digests.put(name, sha256);
  }

  synchronized void complain(String what) {
    complaints.add(what);
  }

  /** The last that anybody saw; null if nobody saw anything. */
  synchronized Seen last() {
    return seen.isEmpty() ? null : seen.getLast();
  }

  synchronized boolean ended() {
    return !endings.isEmpty();
  }

  synchronized JobRecord record() {
    return new JobRecord(
        order,
        created,
        new LinkedHashSet<>(ids),
        List.copyOf(seen),
        new TreeMap<>(endings),
        cancelled,
        new TreeMap<>(digests),
        List.copyOf(complaints));
  }
}
