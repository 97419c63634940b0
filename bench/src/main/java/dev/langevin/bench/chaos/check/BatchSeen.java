package dev.langevin.bench.chaos.check;

import dev.langevin.v1.Batch;
import dev.langevin.v1.Batch.State;

/**
 * What a batch's watcher was told.
 *
 * @param at when, ms since the faults' beginning
 * @param state where the batch stands
 * @param enqueued lines that are generations
 * @param succeeded lines that have succeeded
 * @param ended lines that have ended
 */
public record BatchSeen(long at, State state, int enqueued, int succeeded, int ended) {
  /** Of a batch. */
  public static BatchSeen of(long at, Batch batch) {
    return new BatchSeen(
        at,
        batch.getState(),
        batch.getEnqueued(),
        batch.getSucceeded(),
        batch.getSucceeded() + batch.getFailed() + batch.getCancelled() + batch.getFiltered());
  }

  /** Whether the batch had ended. */
  public boolean end() {
    return ended(state);
  }

  /** Whether a state is an end. */
  static boolean ended(State state) {
    return state == State.STATE_COMPLETED
        || state == State.STATE_CANCELLED
        || state == State.STATE_FAILED;
  }
}
