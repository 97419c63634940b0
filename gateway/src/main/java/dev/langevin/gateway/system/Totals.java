package dev.langevin.gateway.system;

import com.google.protobuf.util.Durations;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.internal.v1.Load;
import dev.langevin.runtime.generations.Fold;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.v1.Counters;
import dev.langevin.v1.Generation;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts what happens from its making on. A denoiser's own totals begin with its start; what they
 * grew by is added here, so that these only grow.
 */
final class Totals {
  private final Instant begin;
  private final Map<String, Load> last = new HashMap<>();
  private long evaluations;
  private long rows;
  private long batches;
  private long busyNanos;
  private long accepted;
  private long succeeded;
  private long failed;
  private long cancelled;

  /**
   * @param begin what was created or ended before counts for nothing: who begins reads all the past
   */
  Totals(Instant begin) {
    this.begin = begin;
  }

  /** A generation's next state. */
  synchronized void saw(Snapshot snapshot) {
    Generation generation = snapshot.getGeneration();
    if (snapshot.getVersion() == 1
        && !Snapshots.instant(generation.getCreateTime()).isBefore(begin)) {
      accepted++;
    }
    if (Fold.deleted(snapshot) || Snapshots.instant(generation.getEndTime()).isBefore(begin)) {
      return;
    }
    switch (generation.getState()) {
      case STATE_SUCCEEDED -> succeeded++;
      case STATE_FAILED -> failed++;
      case STATE_CANCELLED -> cancelled++;
      case STATE_UNSPECIFIED, STATE_QUEUED, STATE_RUNNING, UNRECOGNIZED -> {}
    }
  }

  /** What a denoiser said last; saying it again changes nothing. */
  synchronized void saw(String address, Load now) {
    Load before = last.put(address, now);
    if (before == null) {
      return;
    }
    boolean anew = now.getRows() < before.getRows() || now.getBatches() < before.getBatches();
    Load base = anew ? Load.getDefaultInstance() : before;
    evaluations += now.getEvaluations() - base.getEvaluations();
    rows += now.getRows() - base.getRows();
    batches += now.getBatches() - base.getBatches();
    busyNanos += now.getBusyNanos() - base.getBusyNanos();
  }

  /** The totals. */
  synchronized Counters now() {
    return Counters.newBuilder()
        .setEvaluations(evaluations)
        .setRows(rows)
        .setBatches(batches)
        .setBusy(Durations.fromNanos(busyNanos))
        .setAccepted(accepted)
        .setSucceeded(succeeded)
        .setFailed(failed)
        .setCancelled(cancelled)
        .build();
  }
}
