package dev.langevin.gateway.jobs;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.gateway.GatewayException;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.generations.LogUnavailableException;
import dev.langevin.runtime.generations.Stage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the generations that have been kept for long enough, and ends the stubs that have served.
 * Every gateway does it; the fold keeps the first.
 *
 * <p>It begins with a sweep for every stub: who wrote it may have died before the artifacts went. A
 * stub is ended only after another sweep has succeeded: whatever died since it was written, and
 * whatever a late attempt has stored, nothing is left once nobody knows of the generation any more.
 */
public final class Retention implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);

  /** A decoder that is away is not asked for every stub every second. */
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(15);

  private static final Duration PATIENCE = Duration.ofSeconds(6);
  private static final int AT_ONCE = 100;

  private final GenerationLog log;
  private final Deletion deletion;
  private final Sweeper sweeper;
  private final Clock clock;
  private final Duration kept;
  private final Thread thread;

  /**
   * Begins to look.
   *
   * @param kept how long a generation stays after its end
   */
  public Retention(
      GenerationLog log, Deletion deletion, Sweeper sweeper, Clock clock, Duration kept) {
    this.log = log;
    this.deletion = deletion;
    this.sweeper = sweeper;
    this.clock = clock;
    this.kept = kept;
    thread = Thread.ofVirtual().name("retention").start(this::run);
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (!begin()) {
        Thread.sleep(AFTER_FAILURE);
      }
      while (true) {
        boolean more = expire();
        more |= bury();
        if (!more) {
          Thread.sleep(PERIOD);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("Stopped looking for generations whose time is over");
    }
  }

  private boolean begin() {
    try {
      log.awaitEnd(PATIENCE);
    } catch (LogUnavailableException e) {
      return false;
    }
    log.due(Stage.DELETED, Instant.MAX, Sweeper.LIMIT)
        .forEach(stub -> sweeper.soon(stub.getGeneration().getId()));
    return true;
  }

  private boolean expire() throws InterruptedException {
    return each(
        log.due(Stage.ENDED, clock.instant().minus(kept), AT_ONCE),
        snapshot -> deletion.expire(snapshot.getGeneration().getId()));
  }

  private boolean bury() throws InterruptedException {
    return each(
        log.due(Stage.DELETED, clock.instant(), AT_ONCE),
        stub -> {
          sweeper.now(stub.getGeneration().getId());
          log.bury(stub);
        });
  }

  /** Whether there are more of them. In any order, so that gateways don't do the same at once. */
  private boolean each(List<Snapshot> due, Consumer<Snapshot> action) throws InterruptedException {
    List<Snapshot> shuffled = new ArrayList<>(due);
    Collections.shuffle(shuffled);
    try {
      shuffled.forEach(action);
      if (due.size() == AT_ONCE) {
        log.awaitEnd(PATIENCE);
        return true;
      }
    } catch (GatewayException | LogUnavailableException e) {
      LOG.info("Cannot delete generations whose time is over at present: {}", e.getMessage());
      Thread.sleep(AFTER_FAILURE);
    }
    return false;
  }
}
