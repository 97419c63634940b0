package dev.langevin.runtime.batches;

import dev.langevin.events.v1.BatchSnapshot;
import dev.langevin.runtime.generations.Verdict;
import dev.langevin.v1.Batch;
import dev.langevin.v1.Batch.State;

/**
 * Decides what a record of {@code batches} does to its batch's state. Every gateway and every
 * orchestrator folds the records of a key in offset order through this one pure function.
 *
 * <p>The first record of a key fixes its request hash, its work id and its blob. Any later one has
 * to carry them, a newer version, no older epoch or attempt, and the claim of its attempt. Since
 * every writer counts the version up by one from the state that it has folded, of two that build on
 * one state the first wins. After the first end state only a stub counts, which says that the batch
 * was deleted.
 */
public final class BatchFold {
  private static final Verdict ACCEPTED = new Verdict.Accepted();
  private static final Verdict UNCHANGED = new Verdict.Unchanged();
  private static final Verdict UNKNOWN =
      new Verdict.Unknown("the snapshot's state is one of a newer version");

  private BatchFold() {}

  /**
   * Applies one record.
   *
   * @param current the state so far; null before the key's first record
   * @param next the record that comes next in the partition
   * @return whether it is the new state, repeats the present one, can't be judged, or is refused
   *     and why
   */
  public static Verdict apply(BatchSnapshot current, BatchSnapshot next) {
    if (next.getBatch().getState() == State.UNRECOGNIZED) {
      return UNKNOWN;
    }
    if (next.equals(current)) {
      return UNCHANGED;
    }
    String refusal = malformed(next);
    if (refusal == null && current != null) {
      refusal = refusal(current, next);
    }
    return refusal == null ? ACCEPTED : new Verdict.Refused(refusal);
  }

  /** Whether a tombstone of this work id ends the key. */
  public static boolean buries(BatchSnapshot current, String workId) {
    return current == null || current.getWorkId().equals(workId);
  }

  /** Whether the snapshot is a stub, what stays of a deleted batch. */
  public static boolean deleted(BatchSnapshot snapshot) {
    return snapshot.getBatch().hasDeleteTime();
  }

  /** Whether the state is one that no other comes after. */
  public static boolean ended(State state) {
    return switch (state) {
      case STATE_COMPLETED, STATE_CANCELLED, STATE_FAILED -> true;
      case STATE_RUNNING, STATE_PAUSED, STATE_CANCELLING, STATE_UNSPECIFIED, UNRECOGNIZED -> false;
    };
  }

  private static String malformed(BatchSnapshot next) {
    Batch batch = next.getBatch();
    if (batch.getId().isEmpty()) {
      return "the snapshot has no batch id";
    }
    if (next.getWorkId().isEmpty()) {
      return "the snapshot has no work id";
    }
    if (next.getRequestHash().isEmpty()) {
      return "the snapshot has no request hash";
    }
    if (next.getBlob().isEmpty()) {
      return "the snapshot has no blob";
    }
    if (next.getVersion() == 0) {
      return "the snapshot has no version";
    }
    if (batch.getState() == State.STATE_UNSPECIFIED) {
      return "the snapshot has no known state";
    }
    return deleted(next) && !ended(batch.getState())
        ? "the stub is of a batch that has not ended"
        : null;
  }

  private static String refusal(BatchSnapshot current, BatchSnapshot next) {
    if (!next.getBatch().getId().equals(current.getBatch().getId())) {
      return "the snapshot is of another batch, " + next.getBatch().getId();
    }
    if (!next.getRequestHash().equals(current.getRequestHash())) {
      return "the snapshot is of another request";
    }
    if (!next.getWorkId().equals(current.getWorkId())) {
      return "the snapshot has another work id, " + next.getWorkId();
    }
    if (!next.getBlob().equals(current.getBlob())) {
      return "the snapshot has another blob, " + next.getBlob();
    }
    if (deleted(current)) {
      return "the batch was deleted";
    }
    if (Long.compareUnsigned(next.getVersion(), current.getVersion()) <= 0) {
      return "version %s is not newer than %s"
          .formatted(
              Long.toUnsignedString(next.getVersion()),
              Long.toUnsignedString(current.getVersion()));
    }
    String stale = stale(current, next);
    return stale != null ? stale : transition(current.getBatch().getState(), next);
  }

  private static String stale(BatchSnapshot current, BatchSnapshot next) {
    if (next.getEpoch() < current.getEpoch()) {
      return "epoch %d is older than %d".formatted(next.getEpoch(), current.getEpoch());
    }
    if (next.getAttempt() < current.getAttempt()) {
      return "attempt %d is older than %d".formatted(next.getAttempt(), current.getAttempt());
    }
    boolean sameAttempt = next.getAttempt() == current.getAttempt();
    return sameAttempt && !next.getClaim().equals(current.getClaim())
        ? "the snapshot is of another claim"
        : null;
  }

  private static String transition(State now, BatchSnapshot next) {
    State then = next.getBatch().getState();
    boolean legal =
        switch (now) {
          case STATE_RUNNING, STATE_PAUSED -> true;
          case STATE_CANCELLING ->
              then == State.STATE_CANCELLING
                  || then == State.STATE_CANCELLED
                  || then == State.STATE_FAILED;
          case STATE_COMPLETED, STATE_CANCELLED, STATE_FAILED -> deleted(next) && then == now;
          case STATE_UNSPECIFIED, UNRECOGNIZED -> throw new AssertionError(now);
        };
    return legal
        ? null
        : "the batch is %s and can't become %s"
            .formatted(BatchSnapshots.name(now), BatchSnapshots.name(then));
  }
}
