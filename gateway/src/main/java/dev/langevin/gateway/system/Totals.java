package dev.langevin.gateway.system;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.gateway.catalog.Member;
import dev.langevin.internal.v1.Load;
import dev.langevin.runtime.generations.Fold;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.v1.Generation;
import dev.langevin.v1.SystemTotals;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Counts what happens from its making on. A denoiser's own totals begin with its start; what they
 * grew by is added here, so that these only grow.
 */
final class Totals {
  private final Map<String, Load> last = new HashMap<>();
  private Instant begin;
  private Instant newest;
  private long beginnings;
  private long evaluations;
  private long rows;
  private long batches;
  private long busyNanos;
  private long accepted;
  private long succeeded;
  private long failed;
  private long cancelled;
  private long filtered;

  /**
   * @param begin what was created or ended before counts for nothing: who begins reads all the past
   */
  Totals(Instant begin) {
    this.begin = begin;
    newest = begin.minusNanos(1);
  }

  /**
   * A generation's next state.
   *
   * @param again how many times the log was read from its beginning again: what comes then was
   *     counted before, up to the newest
   */
  synchronized void saw(Snapshot snapshot, long again) {
    if (again != beginnings) {
      beginnings = again;
      begin = newest.plusNanos(1);
    }
    Generation generation = snapshot.getGeneration();
    if (snapshot.getVersion() == 1 && counts(generation.getCreateTime())) {
      accepted++;
    }
    if (Fold.deleted(snapshot) || !counts(generation.getEndTime())) {
      return;
    }
    switch (generation.getState()) {
      case STATE_SUCCEEDED -> succeeded++;
      case STATE_FAILED -> failed++;
      case STATE_CANCELLED -> cancelled++;
      case STATE_FILTERED -> filtered++;
      case STATE_UNSPECIFIED, STATE_QUEUED, STATE_RUNNING, UNRECOGNIZED -> {}
    }
  }

  private boolean counts(Timestamp time) {
    Instant moment = Snapshots.instant(time);
    if (moment.isAfter(newest)) {
      newest = moment;
    }
    return !moment.isBefore(begin);
  }

  /**
   * What denoisers said last. They are asked for it in one step with taking it: an older load after
   * a newer one would look like one of a denoiser that began anew.
   *
   * @return how many rows wait
   */
  synchronized long saw(Supplier<List<Member>> members) {
    long waitingRows = 0;
    for (Member member : members.get()) {
      if (member.load().isPresent()) {
        saw(member.address(), member.load().get());
        waitingRows += member.load().get().getWaitingRows();
      }
    }
    return waitingRows;
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
  synchronized SystemTotals now() {
    return SystemTotals.newBuilder()
        .setEvaluations(evaluations)
        .setRows(rows)
        .setBatches(batches)
        .setBusy(Durations.fromNanos(busyNanos))
        .setAccepted(accepted)
        .setSucceeded(succeeded)
        .setFailed(failed)
        .setCancelled(cancelled)
        .setFiltered(filtered)
        .build();
  }
}
