package dev.langevin.orchestrator.job;

import static dev.langevin.orchestrator.OrchestratorException.Kind.JOB;
import static dev.langevin.orchestrator.OrchestratorException.Stop.ENDED;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.orchestrator.OrchestratorException.Stop;
import dev.langevin.orchestrator.Tries;
import dev.langevin.orchestrator.job.AttemptRules.Step;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.runtime.logging.LogFields;
import dev.langevin.runtime.trace.Trace;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/**
 * One slot's claim on a generation, and the fence around its effects. The claim is written while
 * the job already computes; effects wait for {@link #confirmed}. What counts is always what the
 * fold says after a write was read back. {@link AttemptRules} decide; this class waits and writes.
 */
final class Attempt {
  /** Attempts that may end without a release before the generation fails. */
  static final int MOST_FAILED = 5;

  private static final int MOST_RACES = 20;
  private static final Runnable NO_CHECK = () -> {};
  private static final Executor CLAIMS = task -> Thread.ofVirtual().name("claim").start(task);

  private final Generations log;
  private final String id;
  private final AttemptRules rules;
  private final InstantSource clock;
  private final Duration patience;
  private final Instant expires;
  private CompletableFuture<Snapshot> claim;
  private volatile Stop stop;

  Attempt(Generations log, Work work, InstantSource clock, Duration patience) {
    this.log = log;
    this.id = work.getGenerationId();
    this.rules = new AttemptRules(work, UUID.randomUUID().toString(), MOST_FAILED);
    this.clock = clock;
    this.patience = patience;
    this.expires = Snapshots.instant(Snapshots.queued(work).getGeneration().getExpireTime());
  }

  /** When the generation is given up. */
  Instant expires() {
    return expires;
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
    Trace trace = Trace.current();
    claim =
        CompletableFuture.supplyAsync(
            () ->
                LogFields.generation(id, () -> trace.in("orchestrator.claim", () -> claim(change))),
            CLAIMS);
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
    OptionalLong held = heldVersion(); // before the snapshot, which then has the claim in it
    Snapshot current = current();
    Optional<Stop> why = rules.stop(current, claimIn(current, held));
    if (why.isPresent()) {
      throw OrchestratorException.stopped(why.get());
    }
    if (claim != null && claim.isCompletedExceptionally()) {
      confirmed();
    }
    if (!clock.instant().isBefore(expires)) {
      // One that nobody knows of, this late, may have been deleted so long ago that its stub is
      // gone. If it was never accepted, there is nobody to be told either.
      throw log.get(id).isPresent()
          ? OrchestratorException.expired(expires.toString())
          : OrchestratorException.stopped(ENDED);
    }
  }

  /** The version by which the log has this attempt's claim, once it is known that it holds. */
  private OptionalLong heldVersion() {
    return number().isPresent() ? OptionalLong.of(claim.join().getVersion()) : OptionalLong.empty();
  }

  /**
   * Whether a snapshot is of after the claim that holds. One of before says nothing about it: a
   * reader that begins anew shows the past for a while.
   */
  private static boolean claimIn(Snapshot folded, OptionalLong held) {
    return held.isPresent() && Long.compareUnsigned(folded.getVersion(), held.getAsLong()) >= 0;
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
    OptionalLong held = settled() ? heldVersion() : OptionalLong.empty();
    Snapshot folded = current();
    for (int race = 0; race <= MOST_RACES; race++) {
      switch (rules.end(folded, claimIn(folded, held), move)) {
        case Step.Append(Snapshot next) -> folded = append(next, NO_CHECK);
        case Step.Settled(Snapshot ended) -> {
          return ended;
        }
        case Step.Halt(OrchestratorException why) -> throw why;
      }
    }
    throw tooManyRaces();
  }

  /** Gives the generation back, at no cost, if this attempt holds it. */
  void release() {
    if (claimHeld()) {
      appendOnce(rules.release(current()));
    }
  }

  /** Gives the generation back, and counts the attempt, if this attempt holds it. */
  void giveUp(String why) {
    if (claimHeld()) {
      appendOnce(rules.giveUp(current(), why, clock.instant()));
    }
  }

  /** The folded snapshot; the one that the work record implies if there is none yet. */
  Snapshot current() {
    return rules.current(log.get(id));
  }

  private Snapshot claim(UnaryOperator<Generation.Builder> change) {
    Optional<Snapshot> folded = log.get(id);
    for (int race = 0; race <= MOST_RACES; race++) {
      switch (rules.claim(folded, change, clock.instant())) {
        case Step.Append(Snapshot next) -> folded = Optional.of(append(next, this::checkStop));
        case Step.Settled(Snapshot held) -> {
          return held;
        }
        case Step.Halt(OrchestratorException why) -> throw why;
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

  /** Waits until the claim's fate is known; whether it held, as far as this attempt knows. */
  boolean claimHeld() {
    if (claim == null) {
      return false;
    }
    claim.exceptionally(e -> null).join();
    return number().isPresent();
  }

  private void appendOnce(Step step) {
    if (step instanceof Step.Append(Snapshot next)) {
      append(next, NO_CHECK);
    }
  }

  private Snapshot append(Snapshot next, Runnable check) {
    return Tries.until("kafka", patience, check, () -> log.append(next));
  }

  private OrchestratorException tooManyRaces() {
    return OrchestratorException.environment(
        "generation " + id + " changes faster than it can be read", null);
  }
}
