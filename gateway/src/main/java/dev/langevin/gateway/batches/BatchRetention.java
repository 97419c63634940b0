package dev.langevin.gateway.batches;

import dev.langevin.events.v1.BatchSnapshot;
import dev.langevin.gateway.GatewayException;
import dev.langevin.runtime.batches.BatchFold;
import dev.langevin.runtime.batches.BatchLog;
import dev.langevin.runtime.generations.LogUnavailableException;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.runtime.lifecycle.Rounds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the batches that have been kept for long enough, and ends the stubs of deleted ones after
 * a day, once their lines are gone from the store. Every gateway does it; the fold keeps the first.
 */
public final class BatchRetention implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BatchRetention.class);
  private static final Duration PERIOD = Duration.ofSeconds(30);
  private static final Duration STUB = Duration.ofDays(1);
  private static final Duration PATIENCE = Duration.ofSeconds(6);
  private static final int AT_ONCE = 100;

  private final BatchLog log;
  private final Batches batches;
  private final Blobs blobs;
  private final Clock clock;
  private final Duration kept;
  private final Rounds rounds;

  /**
   * Begins to look.
   *
   * @param kept how long a batch stays after its end
   */
  public BatchRetention(BatchLog log, Batches batches, Blobs blobs, Clock clock, Duration kept) {
    this.log = log;
    this.batches = batches;
    this.blobs = blobs;
    this.clock = clock;
    this.kept = kept;
    rounds = Rounds.start("batch-retention", PERIOD, this::run);
  }

  @Override
  public void close() {
    rounds.close();
  }

  private void run() {
    try {
      log.awaitEnd(PATIENCE);
      look();
    } catch (GatewayException | LogUnavailableException e) {
      LOG.info("Cannot delete batches whose time is over at present: {}", e.getMessage());
    }
  }

  private void look() {
    Instant now = clock.instant();
    for (BatchSnapshot each : log.list(AT_ONCE, null, over(now.minus(kept)))) {
      batches.expire(each.getBatch().getId());
    }
    for (BatchSnapshot stub : log.list(AT_ONCE, null, served(now.minus(STUB)))) {
      blobs.delete(stub.getBlob());
      log.bury(stub);
    }
  }

  private static Predicate<BatchSnapshot> over(Instant before) {
    return s ->
        BatchFold.ended(s.getBatch().getState())
            && !BatchFold.deleted(s)
            && Snapshots.instant(s.getBatch().getEndTime()).isBefore(before);
  }

  private static Predicate<BatchSnapshot> served(Instant before) {
    return s ->
        BatchFold.deleted(s) && Snapshots.instant(s.getBatch().getDeleteTime()).isBefore(before);
  }
}
