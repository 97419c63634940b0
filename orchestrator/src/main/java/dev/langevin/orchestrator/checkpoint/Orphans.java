package dev.langevin.orchestrator.checkpoint;

import dev.langevin.runtime.blob.Blob;
import dev.langevin.runtime.blob.BlobException;
import dev.langevin.runtime.lifecycle.Rounds;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sweeps the checkpoints that nobody will read: those of generations that have ended, which a
 * writer left that died or was late, and those older than any deadline. Every orchestrator does it;
 * deleting twice is deleting once.
 */
public final class Orphans implements AutoCloseable {
  /** Longer than a job may last. */
  static final Duration OLDEST = Duration.ofDays(7);

  /** Whoever ended the generation deletes its checkpoints himself, if he lives. */
  static final Duration YOUNGEST = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);
  private static final Duration PERIOD = Duration.ofMinutes(1);

  private final Checkpoints checkpoints;
  private final Predicate<String> ended;
  private final BooleanSupplier known;
  private final InstantSource clock;
  private final Rounds rounds;

  /**
   * Begins to sweep.
   *
   * @param ended whether the generation of an id is known to have ended
   * @param known whether that can be told at present
   */
  public Orphans(
      Checkpoints checkpoints,
      Predicate<String> ended,
      BooleanSupplier known,
      InstantSource clock) {
    this.checkpoints = checkpoints;
    this.ended = ended;
    this.known = known;
    this.clock = clock;
    this.rounds = Rounds.startLater("orphans", PERIOD, this::sweep);
  }

  /** Deletes what is an orphan now, and tells how many. */
  static int sweep(Checkpoints checkpoints, Predicate<String> ended, Instant now) {
    int deleted = 0;
    for (Blob blob : checkpoints.all()) {
      boolean over =
          blob.written().isBefore(now.minus(OLDEST))
              || (blob.written().isBefore(now.minus(YOUNGEST))
                  && ended.test(Checkpoints.generation(blob)));
      if (over && checkpoints.delete(blob.name())) {
        deleted++;
      }
    }
    return deleted;
  }

  @Override
  public void close() {
    rounds.close();
  }

  private void sweep() {
    try {
      int deleted = known.getAsBoolean() ? sweep(checkpoints, ended, clock.instant()) : 0;
      if (deleted > 0) {
        LOG.info("{} checkpoints of ended generations were swept", deleted);
      }
    } catch (BlobException e) {
      LOG.warn("Checkpoints can't be swept: {}", e.getMessage());
    }
  }
}
