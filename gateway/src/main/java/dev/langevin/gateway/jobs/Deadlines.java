package dev.langevin.gateway.jobs;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.runtime.generations.Fold;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.generations.LogUnavailableException;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.runtime.generations.Stage;
import dev.langevin.runtime.lifecycle.Rounds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fails the jobs whose time is over, whether they wait or run. Every gateway does it; the fold
 * keeps the first.
 */
public final class Deadlines implements AutoCloseable {
  /** The reason of such a failure. */
  public static final String REASON = "DEADLINE_EXCEEDED";

  private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final int AT_ONCE = 100;

  private final GenerationLog log;
  private final Clock clock;
  private final Rounds rounds;

  /** Begins to look. */
  public Deadlines(GenerationLog log, Clock clock) {
    this.log = log;
    this.clock = clock;
    rounds = Rounds.start("deadlines", PERIOD, this::look);
  }

  @Override
  public void close() {
    rounds.close();
  }

  private void look() {
    List<Snapshot> overdue;
    try {
      do {
        overdue = log.due(Stage.UNFINISHED, clock.instant(), AT_ONCE);
        overdue.forEach(snapshot -> fail(snapshot.getGeneration().getId()));
      } while (overdue.size() == AT_ONCE);
    } catch (LogUnavailableException e) {
      LOG.debug("Cannot fail overdue generations at present: {}", e.getMessage());
    }
  }

  private void fail(String id) {
    Instant now = clock.instant();
    log.move(
        id,
        current ->
            Fold.ended(current.getGeneration().getState())
                ? null
                : Snapshots.failed(
                    current,
                    REASON,
                    "not done by its deadline, %s"
                        .formatted(Snapshots.instant(current.getGeneration().getExpireTime())),
                    now));
  }
}
