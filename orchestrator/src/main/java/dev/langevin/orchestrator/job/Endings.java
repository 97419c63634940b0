package dev.langevin.orchestrator.job;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.orchestrator.OrchestratorException.Stop;
import dev.langevin.orchestrator.checkpoint.Checkpointing;
import dev.langevin.runtime.generations.Fold;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.v1.Artifact;
import dev.langevin.v1.Generation;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of a generation and of its work record when an attempt at it does not succeed. */
final class Endings {
  private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

  private final String id;
  private final Attempt attempt;
  private final Checkpointing checkpoints;
  private final Surroundings outside;
  private boolean stored;

  Endings(Work work, Attempt attempt, Checkpointing checkpoints, Surroundings outside) {
    this.id = work.getGenerationId();
    this.attempt = attempt;
    this.checkpoints = checkpoints;
    this.outside = outside;
  }

  /** From here on there may be artifacts. */
  void storing() {
    stored = true;
  }

  /** Ends, or gives back, what the failure stopped. Never throws. */
  Outcome of(OrchestratorException e) {
    Thread.interrupted(); // cleared: it has done its work, and what follows has to be written
    try {
      return switch (e.kind()) {
        case JOB, ANSWER -> failed(e);
        case STOPPED -> stopped(e.stop());
        case ATTEMPT, REPLICA, USELESS -> {
          LOG.error("generation {}: the attempt failed", id, e);
          keep();
          attempt.giveUp(e.getMessage());
          yield Outcome.RELEASED;
        }
        case ENVIRONMENT -> {
          LOG.warn("generation {} is given back: {}", id, e.getMessage());
          keep();
          attempt.release();
          yield Outcome.FAULTED;
        }
      };
    } catch (OrchestratorException again) {
      LOG.warn("generation {}: its end could not be written: {}", id, again.getMessage());
      return again.kind() == OrchestratorException.Kind.STOPPED
          ? stoppedUnwritten(again.stop())
          : Outcome.FAULTED;
    } catch (RuntimeException again) {
      LOG.error("generation {}: its end could not be written", id, again);
      return Outcome.FAULTED;
    }
  }

  /**
   * Deletes the checkpoints, and the artifacts that do not count, once the generation has ended.
   * Never throws.
   */
  void tidy(Snapshot ended) {
    if (!Fold.ended(ended.getGeneration().getState())) {
      return;
    }
    // Another attempt may have died before it swept what it left, even after the end was written.
    boolean alone = ended.getAttempt() <= (attempt.number().isPresent() ? 1 : 0);
    if (checkpoints.any() || !alone) {
      checkpoints.delete();
    }
    if (!stored && alone) {
      return;
    }
    try {
      outside.decoder().sweep(id, names(ended.getGeneration()));
    } catch (RuntimeException e) {
      LOG.warn("generation {}: stray artifacts were not swept: {}", id, e.getMessage());
    }
  }

  private static List<String> names(Generation ended) {
    Stream<Artifact> film = Stream.of(ended.getFilmStrip().getArtifact());
    return Stream.concat(
            ended.getArtifactsList().stream(), ended.hasFilmStrip() ? film : Stream.empty())
        .map(Artifact::getName)
        .toList();
  }

  /** The generation ends without pictures, for some of them were flagged. */
  void filtered(Filtering filtering) {
    LOG.info(
        "generation {} is filtered: {} of {} pictures",
        id,
        filtering.images().size(),
        filtering.count());
    tidy(attempt.end(current -> filtering.into(current, outside.clock().instant())));
  }

  /** What was done so far is not done again. */
  private void keep() {
    if (attempt.claimHeld() && !Fold.ended(attempt.current().getGeneration().getState())) {
      checkpoints.keep(attempt.number().getAsInt());
    }
  }

  private Outcome failed(OrchestratorException e) {
    LOG.info("generation {} fails: {}: {}", id, e.reason(), e.getMessage());
    tidy(
        attempt.end(
            current ->
                Snapshots.failed(current, e.reason(), e.getMessage(), outside.clock().instant())));
    return Outcome.DONE;
  }

  private Outcome stopped(Stop why) {
    return switch (why) {
      case ENDED -> {
        tidy(attempt.current());
        yield Outcome.DONE;
      }
      case FENCED -> {
        LOG.info("generation {}: another attempt has taken over", id);
        yield Outcome.RELEASED;
      }
      case LOCK_LOST, DRAINED -> {
        LOG.info("generation {} is given back: {}", id, attempt.stopped(why));
        keep();
        attempt.release();
        yield Outcome.RELEASED;
      }
    };
  }

  private static Outcome stoppedUnwritten(Stop why) {
    return why == Stop.ENDED ? Outcome.DONE : Outcome.RELEASED;
  }
}
