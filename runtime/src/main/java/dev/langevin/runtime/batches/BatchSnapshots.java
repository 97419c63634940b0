package dev.langevin.runtime.batches;

import dev.langevin.events.v1.BatchPosition;
import dev.langevin.events.v1.BatchSnapshot;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.v1.Batch;
import dev.langevin.v1.Batch.State;
import dev.langevin.v1.Error;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * The moves of a batch, each as the snapshot to append next. Pure; whether a move counts is for the
 * {@link BatchFold} to say once the record is in the log. Each takes the folded snapshot it builds
 * on.
 */
public final class BatchSnapshots {
  private BatchSnapshots() {}

  /**
   * The first snapshot of a batch.
   *
   * @param accepted with identity, blob and counts; RUNNING, version 1 and epoch 1 are set here
   */
  public static BatchSnapshot accepted(BatchSnapshot.Builder accepted) {
    accepted.getBatchBuilder().setState(State.STATE_RUNNING);
    return accepted.setVersion(1).setEpoch(1).build();
  }

  /** Somebody pauses it. */
  public static BatchSnapshot paused(BatchSnapshot current) {
    BatchSnapshot.Builder next = next(current, State.STATE_PAUSED);
    next.getBatchBuilder().clearTimeLeft().setRate(0);
    return next.build();
  }

  /** Somebody goes on with it; a feeder record of the new epoch has to be there. */
  public static BatchSnapshot resumed(BatchSnapshot current) {
    return next(current, State.STATE_RUNNING).setEpoch(current.getEpoch() + 1).build();
  }

  /** Somebody cancels it; a feeder record of the new epoch has to be there. */
  public static BatchSnapshot cancelling(BatchSnapshot current) {
    BatchSnapshot.Builder next = next(current, State.STATE_CANCELLING);
    next.setEpoch(current.getEpoch() + 1).getBatchBuilder().clearTimeLeft();
    return next.build();
  }

  /** Somebody cancels it while no feeder has it: there is nothing to wait for. */
  public static BatchSnapshot cancelled(BatchSnapshot current, Instant now) {
    BatchSnapshot.Builder next = ended(current, State.STATE_CANCELLED, now).toBuilder();
    Batch.Builder batch = next.getBatchBuilder();
    batch.setCancelled(
        batch.getLines()
            - batch.getSkipped()
            - batch.getSucceeded()
            - batch.getFailed()
            - batch.getFiltered());
    return next.build();
  }

  /** The same state under a new epoch: another feeder record takes over. */
  public static BatchSnapshot handedOver(BatchSnapshot current) {
    return next(current, current.getBatch().getState()).setEpoch(current.getEpoch() + 1).build();
  }

  /**
   * A feeder takes it.
   *
   * @param fed the snapshot of the feeder's record
   * @param current the folded snapshot; null if there is none yet (its gateway died before it wrote
   *     one)
   * @param nonce random, tells two claims of one attempt apart
   */
  public static BatchSnapshot claim(BatchSnapshot fed, BatchSnapshot current, String nonce) {
    BatchSnapshot base = current == null ? fed : current;
    boolean later = base.getEpoch() < fed.getEpoch();
    return next(base, later ? fed.getBatch().getState() : base.getBatch().getState())
        .setWorkId(fed.getWorkId())
        .setEpoch(Math.max(base.getEpoch(), fed.getEpoch()))
        .setAttempt(base.getAttempt() + 1)
        .setClaim(nonce)
        .setHeld(true)
        .build();
  }

  /** The feeder of a paused batch has nothing more to follow, and gives it back. */
  public static BatchSnapshot givenBack(BatchSnapshot current) {
    return next(current, current.getBatch().getState()).setHeld(false).build();
  }

  /** The feeder tells how far it is. */
  public static BatchSnapshot update(
      BatchSnapshot current, BatchPosition settled, Consumer<Batch.Builder> change) {
    BatchSnapshot.Builder next = next(current, current.getBatch().getState()).setSettled(settled);
    change.accept(next.getBatchBuilder());
    return next.build();
  }

  /**
   * Every line has ended.
   *
   * @param state COMPLETED or CANCELLED
   */
  public static BatchSnapshot ended(BatchSnapshot current, State state, Instant now) {
    BatchSnapshot.Builder next = next(current, state);
    next.getBatchBuilder().setEndTime(Snapshots.timestamp(now)).clearTimeLeft();
    return next.build();
  }

  /**
   * The batch can't go on.
   *
   * @param reason stable, UPPER_SNAKE_CASE
   * @param message for a person
   */
  public static BatchSnapshot failed(
      BatchSnapshot current, String reason, String message, Instant now) {
    BatchSnapshot.Builder next = ended(current, State.STATE_FAILED, now).toBuilder();
    next.getBatchBuilder().setError(Error.newBuilder().setReason(reason).setMessage(message));
    return next.build();
  }

  /** What stays of an ended batch that is deleted. */
  public static BatchSnapshot deleted(BatchSnapshot current, Instant now) {
    Batch batch = current.getBatch();
    Batch.Builder left =
        Batch.newBuilder()
            .setId(batch.getId())
            .setCreateTime(batch.getCreateTime())
            .setEndTime(batch.getEndTime())
            .setDeleteTime(Snapshots.timestamp(now))
            .setRequestId(batch.getRequestId());
    return next(current.toBuilder().setBatch(left), batch.getState()).clearSettled().build();
  }

  /** A state's name as people read it: RUNNING, PAUSED and so on. */
  public static String name(State state) {
    return state.name().replaceFirst("^STATE_", "");
  }

  private static BatchSnapshot.Builder next(BatchSnapshot current, State state) {
    return next(current.toBuilder(), state);
  }

  private static BatchSnapshot.Builder next(BatchSnapshot.Builder next, State state) {
    next.setVersion(next.getVersion() + 1).getBatchBuilder().setState(state);
    return next;
  }
}
