package dev.langevin.orchestrator.feed;

import dev.langevin.events.v1.BatchSnapshot;
import dev.langevin.events.v1.Feed;
import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.orchestrator.OrchestratorException.Kind;
import dev.langevin.orchestrator.OrchestratorException.Stop;
import dev.langevin.orchestrator.job.Outcome;
import dev.langevin.orchestrator.slot.Task;
import dev.langevin.runtime.batches.BatchSnapshots;
import dev.langevin.runtime.generations.GenerationId;
import dev.langevin.runtime.generations.LogUnavailableException;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.runtime.generations.Subscription;
import dev.langevin.v1.Batch.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One feeder's hold on a batch, from its claim until every line has ended, the batch is paused, or
 * somebody else has it. A paused batch holds no slot: who resumes it writes a new record.
 */
public final class Feeding implements Task {
  private static final Logger LOG = LoggerFactory.getLogger(Feeding.class);
  private static final Duration CHECKPOINT = Duration.ofSeconds(1);

  /** Work records are kept for seven days; a batch may take longer, under a record written anew. */
  private static final Duration LONGEST_HOLD = Duration.ofDays(2);

  /**
   * Well below what the broker allows. Two records of one epoch take turns until one is handed
   * over.
   */
  private static final int MOST_DELIVERIES = 5;

  private static final int TRIES = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final BatchSnapshot fed;
  private final String id;
  private final int deliveries;
  private final FeedSurroundings outside;
  private final FeedRules rules;
  private final Semaphore bell = new Semaphore(0);
  private volatile Stop stop;

  /**
   * A hold that has not begun.
   *
   * @param deliveries of the record
   * @throws IllegalArgumentException if the record names no batch
   */
  public Feeding(Feed feed, int deliveries, FeedSurroundings outside) {
    this.fed = feed.getSnapshot();
    this.id = fed.getBatch().getId();
    this.deliveries = deliveries;
    this.outside = outside;
    this.rules = new FeedRules(fed, UUID.randomUUID().toString());
    GenerationId.require(id);
  }

  @Override
  public String name() {
    return "batch " + id;
  }

  @Override
  public Optional<String> generation() {
    return Optional.empty();
  }

  @Override
  public Instant since() {
    return Snapshots.instant(fed.getBatch().getCreateTime());
  }

  @Override
  public void stop(Stop why) {
    stop = why;
    bell.release();
  }

  @Override
  public Outcome run() {
    Subscription changes = outside.batches().listen(id, change -> bell.release());
    try {
      return feed();
    } catch (OrchestratorException e) {
      return e.kind() == Kind.JOB ? failed(e.reason(), e.getMessage()) : faulted(e);
    } catch (LogUnavailableException e) {
      return faulted(e);
    } catch (InterruptedException e) {
      return Outcome.RELEASED;
    } catch (RuntimeException | Error e) {
      LOG.error("{}: unexpected", name(), e);
      return Outcome.FAULTED;
    } finally {
      changes.close();
    }
  }

  private Outcome feed() throws InterruptedException {
    BatchSnapshot claimed = claim();
    if (claimed == null) {
      return Outcome.DONE; // the record no longer counts
    }
    if (deliveries > MOST_DELIVERIES) {
      return handOver();
    }
    outside.generations().awaitEnd(PATIENCE); // lines that were enqueued before are known then
    Instant began = outside.clock().instant();
    Instant told = Instant.MIN;
    try (Lines lines = new Lines(id, claimed, outside, bell::release)) {
      while (stop == null) {
        Optional<BatchSnapshot> seen = look();
        if (seen.filter(rules::mine).isEmpty()) {
          return leave(seen);
        }
        BatchSnapshot now = seen.get();
        if (lines.advance(now.getBatch().getState())) {
          return finish(lines, now.getBatch().getState());
        }
        Instant instant = outside.clock().instant();
        if (!instant.isBefore(told.plus(CHECKPOINT)) && lines.changed()) {
          told = instant;
          checkpoint(lines);
        }
        if (instant.isAfter(began.plus(LONGEST_HOLD))) {
          return handOver();
        }
        if (!lines.more()) {
          bell.tryAcquire(CHECKPOINT.toMillis(), TimeUnit.MILLISECONDS);
          bell.drainPermits();
        }
      }
      if (stop == Stop.DRAINED && lines.changed()) {
        checkpoint(lines);
      }
    }
    return Outcome.RELEASED;
  }

  /** Takes the batch; null if the record no longer counts. */
  private BatchSnapshot claim() {
    for (int i = 0; i < TRIES && stop == null; i++) {
      BatchSnapshot current = outside.batches().get(id).orElse(null);
      if (current != null && !rules.counts(current)) {
        return null;
      }
      var outcome = outside.batches().write(BatchSnapshots.claim(fed, current, rules.nonce()));
      if (outcome.won()) {
        return outcome.folded();
      }
    }
    throw OrchestratorException.environment(TRIES + " others claimed " + name(), null);
  }

  /**
   * A reader that begins anew shows the past for a while; so what seems another's is read again.
   */
  private Optional<BatchSnapshot> look() {
    return outside.batches().peek(id).filter(rules::mine).or(() -> outside.batches().get(id));
  }

  private Outcome leave(Optional<BatchSnapshot> now) {
    Outcome outcome = rules.leave(now);
    if (outcome == Outcome.RELEASED) {
      LOG.info("{}: another feeder has claimed it", name());
    }
    return outcome;
  }

  /** There is nothing more to be done, for good or for now. */
  private Outcome finish(Lines lines, State state) {
    return leave(
        switch (state) {
          case STATE_PAUSED ->
              lines.complete()
                  ? end(lines, State.STATE_COMPLETED)
                  : move(now -> BatchSnapshots.givenBack(lines.tell(now)));
          case STATE_CANCELLING -> end(lines, State.STATE_CANCELLED);
          case STATE_RUNNING -> end(lines, State.STATE_COMPLETED);
          case STATE_COMPLETED, STATE_CANCELLED, STATE_FAILED, STATE_UNSPECIFIED, UNRECOGNIZED ->
              throw new AssertionError(state);
        });
  }

  /** Moves the batch as long as it is this feeder's; returns how it stands then. */
  private Optional<BatchSnapshot> move(UnaryOperator<BatchSnapshot> move) {
    return outside.batches().move(id, now -> rules.mine(now) ? move.apply(now) : null);
  }

  private void checkpoint(Lines lines) {
    move(lines::tell);
    lines.told();
  }

  private Optional<BatchSnapshot> end(Lines lines, State state) {
    return move(
        now ->
            rules.mayEnd(now, state)
                ? BatchSnapshots.ended(lines.tell(now, state), state, outside.clock().instant())
                : null);
  }

  private Outcome failed(String reason, String message) {
    LOG.warn("{} failed: {}", name(), message);
    try {
      return leave(
          move(now -> BatchSnapshots.failed(now, reason, message, outside.clock().instant())));
    } catch (LogUnavailableException e) {
      return faulted(e);
    }
  }

  /** Another record takes over; this one is finished. */
  private Outcome handOver() {
    return leave(
        move(
            now -> {
              BatchSnapshot next = BatchSnapshots.handedOver(now);
              outside.queue().put(next);
              return next;
            }));
  }

  private Outcome faulted(RuntimeException e) {
    if (stop != null || Thread.currentThread().isInterrupted()) {
      return Outcome.RELEASED;
    }
    LOG.warn("{} can't be fed at present: {}", name(), e.getMessage());
    return Outcome.FAULTED;
  }
}
