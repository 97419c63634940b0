package dev.langevin.orchestrator.feed;

import dev.langevin.events.v1.BatchSnapshot;
import dev.langevin.orchestrator.job.Outcome;
import dev.langevin.runtime.batches.BatchFold;
import dev.langevin.v1.Batch.State;
import java.util.Optional;

/**
 * Decides what a feeder may do with a batch and what becomes of its record: pure functions of the
 * folded snapshot. {@link Feeding} does what they say; a model in the tests explores every order in
 * which it may happen.
 *
 * @param fed the snapshot of the feeder's record
 * @param nonce random, tells this feeder's claim from every other
 */
public record FeedRules(BatchSnapshot fed, String nonce) {
  /** Whether the record is still the one under which the batch is to be fed. */
  public boolean counts(BatchSnapshot now) {
    return now.getWorkId().equals(fed.getWorkId())
        && now.getEpoch() <= fed.getEpoch()
        && !BatchFold.ended(now.getBatch().getState());
  }

  /** Whether this feeder is the one that feeds it. */
  public boolean mine(BatchSnapshot now) {
    return now.getClaim().equals(nonce) && !BatchFold.ended(now.getBatch().getState());
  }

  /**
   * Whether this feeder may end the batch; one that was cancelled in the last moment is left to the
   * feeder whom that was handed to.
   *
   * @param state how: COMPLETED or CANCELLED
   */
  public boolean mayEnd(BatchSnapshot now, State state) {
    return mine(now)
        && (state == State.STATE_CANCELLED || now.getBatch().getState() != State.STATE_CANCELLING);
  }

  /**
   * What becomes of the record when there is no more to be done under it here. Another's claim does
   * not finish it: who claimed may have lost the record before, as one that stood still, and then
   * nobody else has it.
   *
   * @param now empty if nothing is known of the batch any more
   */
  public Outcome leave(Optional<BatchSnapshot> now) {
    return now.filter(this::counts).filter(it -> !givenBack(it)).isPresent()
        ? Outcome.RELEASED
        : Outcome.DONE;
  }

  private boolean givenBack(BatchSnapshot now) {
    return now.getClaim().equals(nonce) && !now.getHeld();
  }
}
