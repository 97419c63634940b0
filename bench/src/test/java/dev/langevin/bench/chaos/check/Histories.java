package dev.langevin.bench.chaos.check;

import dev.langevin.bench.chaos.load.Intent;
import dev.langevin.bench.chaos.load.Order;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.Priority;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Writes histories of jobs by hand. */
public final class Histories {
  /** The id of the job that they are about. */
  public static final String ID = "generation1";

  private static final String DIGEST = "aa11";

  private final Order order;
  private final Set<String> ids = new LinkedHashSet<>(List.of(ID));
  private final List<Seen> seen = new ArrayList<>();
  private final Map<Integer, Ending> endings = new TreeMap<>();
  private boolean cancelled;

  private Histories(Intent intent) {
    order = new Order("job-1", 0, intent, Priority.PRIORITY_INTERACTIVE, 0, true, 0, false);
  }

  /** One that begins with the job's being QUEUED. */
  public static Histories of(Intent intent) {
    return new Histories(intent).sees(0, State.STATE_QUEUED, Seen.NONE, 0);
  }

  /** Succeeded as without a fault. */
  public static Ending succeeded() {
    return succeeded(DIGEST);
  }

  static Ending succeeded(String digest) {
    return new Ending(State.STATE_SUCCEEDED, "", "", List.of(ID + "/0-" + digest), List.of(digest));
  }

  static Ending failed(String reason) {
    return new Ending(State.STATE_FAILED, reason, "why", List.of(), List.of());
  }

  static Ending cancelled() {
    return new Ending(State.STATE_CANCELLED, "", "", List.of(), List.of());
  }

  /** The first watcher is told something. */
  public Histories sees(long at, State state, long start, int evaluation) {
    return sees(0, at, state, start, evaluation);
  }

  Histories sees(int watcher, long at, State state, long start, int evaluation) {
    seen.add(new Seen(at, watcher, watcher, 0, state, start, evaluation, evaluation > 0));
    return this;
  }

  /** A watcher is told the end. */
  public Histories ends(int watcher, long at, Ending ending) {
    endings.put(watcher, ending);
    return sees(watcher, at, ending.state(), seen.getLast().start(), 0);
  }

  Histories alsoAccepted(String id) {
    ids.add(id);
    return this;
  }

  Histories cancelConfirmed() {
    cancelled = true;
    return this;
  }

  /** What is known in the end. */
  public JobRecord record() {
    return new JobRecord(order, 0, 1, ids, seen, endings, cancelled, Map.of(), List.of());
  }
}
