package dev.langevin.orchestrator.job;

import static dev.langevin.orchestrator.OrchestratorException.Kind.JOB;
import static dev.langevin.orchestrator.OrchestratorException.Stop.ENDED;
import static dev.langevin.orchestrator.OrchestratorException.Stop.FENCED;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.orchestrator.OrchestratorException.Stop;
import dev.langevin.orchestrator.Tries;
import dev.langevin.runtime.generations.Fold;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/**
 * One slot's claim on a generation, and the fence around its effects. The claim is written while
 * the job already computes; effects wait for {@link #confirmed}. What counts is always what the
 * fold says after a write was read back.
 */
final class Attempt {
  /** Attempts that may end without a release before the generation fails. */
  static final int MOST_FAILED = 5;

  private static final int MOST_RACES = 20;
  private static final Runnable NO_CHECK = () -> {};
  private static final Executor CLAIMS = task -> Thread.ofVirtual().name("claim").start(task);

  private final Generations log;
  private final Work work;
  private final InstantSource clock;
  private final Duration patience;
  private final Instant expires;
  private final String nonce = UUID.randomUUID().toString();
  private CompletableFuture<Snapshot> claim;
  private volatile Stop stop;

  Attempt(Generations log, Work work, InstantSource clock, Duration patience) {
    this.log = log;
    this.work = work;
    this.clock = clock;
    this.patience = patience;
    this.expires = Snapshots.instant(Snapshots.queued(work).getGeneration().getExpireTime());
  }

  /** Asks the attempt to stop before its next effect. The first reason counts. */
  void stop(Stop why) {
    if (stop == null) {
      stop = why;
    }
  }

  /** What {@link #stop} was told; {@code otherwise} if it was not called. */
  Stop stopped(Stop otherwise) {
    Stop asked = stop;
    return asked == null ? otherwise : asked;
  }

  /**
   * Starts to claim, unless it can be seen at once that there is nothing to do.
   *
   * @param change what the claim tells about the generation
   */
  void begin(UnaryOperator<Generation.Builder> change) {
    check();
    backOff(current());
    claim = CompletableFuture.supplyAsync(() -> claim(change), CLAIMS);
  }

  /** Waits for the claim; throws if it did not hold. */
  Snapshot confirmed() {
    try {
      return claim.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof OrchestratorException known
          ? known
          : OrchestratorException.attempt("the claim failed: " + e.getCause(), e.getCause());
    }
  }

  /** Which attempt this is, once it is known that the claim holds. */
  OptionalInt number() {
    return claim != null && claim.isDone() && !claim.isCompletedExceptionally()
        ? OptionalInt.of(claim.join().getAttempt())
        : OptionalInt.empty();
  }

  /** Throws if the attempt has to stop: asked to, ended, fenced off, or past its deadline. */
  void check() {
    checkStop();
    Snapshot current = current();
    if (over(current)) {
      throw OrchestratorException.stopped(ENDED);
    }
    if (claim != null && claim.isDone() && !confirmed().getClaim().equals(current.getClaim())) {
      throw OrchestratorException.stopped(FENCED);
    }
    if (!clock.instant().isBefore(expires)) {
      throw OrchestratorException.expired(expires.toString());
    }
  }

  private void checkStop() {
    if (stop != null) {
      throw OrchestratorException.stopped(stop);
    }
  }

  /**
   * Appends an end state.
   *
   * @param move from the folded snapshot to the ended one
   * @return the end state that counts, which another one may have written
   */
  Snapshot end(UnaryOperator<Snapshot> move) {
    boolean claimed = settled();
    for (int race = 0; race < MOST_RACES; race++) {
      Snapshot base = current();
      if (over(base)) {
        return base;
      }
      if (claimed && !base.getClaim().equals(nonce)) {
        throw OrchestratorException.stopped(FENCED);
      }
      Snapshot folded = append(move.apply(base), NO_CHECK);
      if (over(folded)) {
        return folded;
      }
    }
    throw tooManyRaces();
  }

  /** Gives the generation back, at no cost, if this attempt holds it. */
  void release() {
    if (holds()) {
      append(Snapshots.release(current()), NO_CHECK);
    }
  }

  /** Gives the generation back, and counts the attempt, if this attempt holds it. */
  void giveUp(String why) {
    if (!holds()) {
      return;
    }
    Snapshot base = current();
    if (base.getFailedAttempts() + 1 < MOST_FAILED) {
      append(Snapshots.giveUp(base), NO_CHECK);
    } else {
      OrchestratorException e = OrchestratorException.exhausted(MOST_FAILED, why);
      append(Snapshots.failed(base, e.reason(), e.getMessage(), clock.instant()), NO_CHECK);
    }
  }

  /** The folded snapshot; the one that the work record implies if there is none yet. */
  Snapshot current() {
    return log.get(work.getGenerationId()).orElseGet(() -> Snapshots.queued(work));
  }

  private Snapshot claim(UnaryOperator<Generation.Builder> change) {
    for (int race = 0; race < MOST_RACES; race++) {
      Snapshot current = log.get(work.getGenerationId()).orElse(null);
      if (current != null && over(current)) {
        throw OrchestratorException.stopped(ENDED);
      }
      Snapshot.Builder next = Snapshots.claim(work, current, nonce, clock.instant()).toBuilder();
      if (next.getFailedAttempts() >= MOST_FAILED) {
        throw OrchestratorException.exhausted(MOST_FAILED, "the orchestrators' logs say why");
      }
      change.apply(next.getGenerationBuilder());
      Snapshot folded = append(next.build(), this::checkStop);
      if (folded.getClaim().equals(nonce)) {
        return folded;
      }
      if (over(folded)) {
        throw OrchestratorException.stopped(ENDED);
      }
    }
    throw tooManyRaces();
  }

  /** Attempts after the second wait longer and longer, so that a job that kills is rare. */
  private void backOff(Snapshot current) {
    boolean abandoned = current.getGeneration().getState() == State.STATE_RUNNING;
    int failed = current.getFailedAttempts() + (abandoned ? 1 : 0);
    Instant until = clock.instant().plus(Duration.ofSeconds(failed < 2 ? 0 : 1L << (failed - 2)));
    while (failed < MOST_FAILED && clock.instant().isBefore(until)) {
      Tries.sleep(Duration.ofMillis(100));
      check();
    }
  }

  /** Waits until the claim's fate is known; whether it held. */
  private boolean settled() {
    try {
      return claim != null && confirmed() != null;
    } catch (OrchestratorException e) {
      if (e.kind() == JOB) {
        return false;
      }
      throw e;
    }
  }

  private boolean holds() {
    if (claim == null) {
      return false;
    }
    claim.exceptionally(e -> null).join();
    if (number().isEmpty()) {
      return false;
    }
    Snapshot base = current();
    return base.getClaim().equals(nonce) && base.getGeneration().getState() == State.STATE_RUNNING;
  }

  private boolean over(Snapshot snapshot) {
    return Fold.ended(snapshot.getGeneration().getState())
        || !snapshot.getWorkId().equals(work.getWorkId());
  }

  private Snapshot append(Snapshot next, Runnable check) {
    return Tries.until(patience, check, () -> log.append(next));
  }

  private OrchestratorException tooManyRaces() {
    return OrchestratorException.environment(
        "generation " + work.getGenerationId() + " changes faster than it can be read", null);
  }
}
