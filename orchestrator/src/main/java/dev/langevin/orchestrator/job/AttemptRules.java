package dev.langevin.orchestrator.job;

import static dev.langevin.orchestrator.OrchestratorException.Stop.ENDED;
import static dev.langevin.orchestrator.OrchestratorException.Stop.FENCED;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.orchestrator.OrchestratorException.Stop;
import dev.langevin.runtime.generations.Fold;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Decides what an attempt appends to the log, and what the fold's answer means to it, without
 * waiting for anything: pure functions of the folded snapshot. {@link Attempt} does what they say;
 * the model of the protocol in the tests explores every order in which it may happen.
 *
 * @param work the record that the slot holds
 * @param nonce random, tells this claim from every other
 * @param mostFailed attempts that may end without a release before the generation fails
 */
public record AttemptRules(Work work, String nonce, int mostFailed) {

  /** What to do next. */
  public sealed interface Step {
    /**
     * Append, read back, and decide again with the snapshot that it was folded into.
     *
     * @param next the snapshot to append
     */
    record Append(Snapshot next) implements Step {}

    /**
     * Nothing is left to be written.
     *
     * @param folded the snapshot that counts
     */
    record Settled(Snapshot folded) implements Step {}

    /**
     * The attempt can't go on.
     *
     * @param why of kind STOPPED, or JOB if the generation is to fail
     */
    record Halt(OrchestratorException why) implements Step {}
  }

  /** The folded snapshot; the one that the work record implies if there is none yet. */
  public Snapshot current(Optional<Snapshot> folded) {
    return folded.orElseGet(() -> Snapshots.queued(work));
  }

  /** Whether the generation needs no attempt of this work record: it ended, or is another's. */
  public boolean over(Snapshot folded) {
    return Fold.ended(folded.getGeneration().getState())
        || !folded.getWorkId().equals(work.getWorkId());
  }

  /** Whether the generation runs, and this attempt is the one that runs it. */
  public boolean holds(Snapshot folded) {
    return folded.getClaim().equals(nonce)
        && folded.getGeneration().getState() == State.STATE_RUNNING;
  }

  /**
   * Why the attempt has to stop before its next effect, if the log says so.
   *
   * @param claimed whether this attempt's claim was read back and held, and {@code folded} is not
   *     of before
   */
  public Optional<Stop> stop(Snapshot folded, boolean claimed) {
    if (over(folded)) {
      return Optional.of(ENDED);
    }
    return claimed && !folded.getClaim().equals(nonce) ? Optional.of(FENCED) : Optional.empty();
  }

  /**
   * Towards the claim: settled once this attempt's claim was the state when it was read back.
   *
   * @param folded empty if the log has nothing about the generation yet
   * @param change what the claim tells about the generation
   */
  public Step claim(
      Optional<Snapshot> folded, UnaryOperator<Generation.Builder> change, Instant now) {
    if (folded.isPresent() && folded.get().getClaim().equals(nonce)) {
      return new Step.Settled(folded.get());
    }
    if (folded.isPresent() && over(folded.get())) {
      return new Step.Halt(OrchestratorException.stopped(ENDED));
    }
    Snapshot.Builder next = Snapshots.claim(work, folded.orElse(null), nonce, now).toBuilder();
    if (next.getFailedAttempts() >= mostFailed) {
      return new Step.Halt(
          OrchestratorException.exhausted(mostFailed, "the orchestrators' logs say why"));
    }
    change.apply(next.getGenerationBuilder());
    return new Step.Append(next.build());
  }

  /**
   * Towards an end state: settled once the generation has ended, whoever ended it.
   *
   * @param claimed whether this attempt's claim held; one that never claimed may end the generation
   *     all the same, since its work record says enough to know that it has to fail
   * @param move from the folded snapshot to the ended one
   */
  public Step end(Snapshot folded, boolean claimed, UnaryOperator<Snapshot> move) {
    Optional<Stop> stop = stop(folded, claimed);
    if (stop.isEmpty()) {
      return new Step.Append(move.apply(folded));
    }
    return stop.get() == ENDED
        ? new Step.Settled(folded)
        : new Step.Halt(OrchestratorException.stopped(stop.get()));
  }

  /** Gives the generation back, at no cost, if this attempt holds it; written at most once. */
  public Step release(Snapshot folded) {
    return holds(folded) ? new Step.Append(Snapshots.release(folded)) : new Step.Settled(folded);
  }

  /**
   * Gives the generation back, and counts the attempt, or fails it if it was the last one; if this
   * attempt holds it. Written at most once.
   *
   * @param why of the attempt's failure, for a person
   */
  public Step giveUp(Snapshot folded, String why, Instant now) {
    if (!holds(folded)) {
      return new Step.Settled(folded);
    }
    if (folded.getFailedAttempts() + 1 < mostFailed) {
      return new Step.Append(Snapshots.giveUp(folded));
    }
    OrchestratorException e = OrchestratorException.exhausted(mostFailed, why);
    return new Step.Append(Snapshots.failed(folded, e.reason(), e.getMessage(), now));
  }
}
