package dev.langevin.orchestrator.checkpoint;

import dev.langevin.runtime.blob.BlobException;
import dev.langevin.runtime.logging.LogFields;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of one attempt at a job. One is started for every interval of work, on a thread
 * of its own, so that the job waits for none; a slow store makes them fewer. A store that refuses
 * costs the job nothing but a longer way if it has to begin again. Used by the job's thread alone.
 */
public final class Checkpointing {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpointing.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** The last but one stays until the last is known to be there. */
  private static final int KEPT = 2;

  private final Checkpoints store;
  private final String id;
  private final long interval;
  private final Deque<String> names = new ArrayDeque<>();
  private long started = System.nanoTime();
  private Checkpoint latest;
  private volatile Checkpoint stored;
  private Thread writer;

  /**
   * Of a job that has not begun.
   *
   * @param id the generation's
   * @param interval how much work goes between two
   */
  public Checkpointing(Checkpoints store, String id, Duration interval) {
    this.store = store;
    this.id = id;
    this.interval = interval.toNanos();
  }

  /** What an earlier attempt left. */
  public Optional<Checkpoint> left(Predicate<Checkpoint> useful) {
    return store.farthest(id, useful);
  }

  /**
   * The job has come here; stored if it is time.
   *
   * @param attempt which one, once its claim is known to hold: before, nothing is stored
   */
  public void reached(OptionalInt attempt, Checkpoint here) {
    latest = here;
    if (attempt.isEmpty()) {
      return;
    }
    int claimed = attempt.getAsInt();
    long now = System.nanoTime();
    if (now - started >= interval && !writing()) {
      started = now;
      aside(() -> write(claimed, here));
    }
  }

  /**
   * Stores where the job came last, before it is given back. Never throws, and does not wait longer
   * than it has patience: a store that stands still holds up nobody's end.
   *
   * @param attempt which one
   */
  public void keep(int attempt) {
    settle();
    Checkpoint last = latest;
    if (last != null && last != stored && !writing()) {
      aside(() -> write(attempt, last));
      settle();
    }
  }

  /**
   * Deletes all of the generation's, once it has ended and the last one is written. Never throws,
   * and waits no longer than it has patience.
   */
  public void delete() {
    Thread before = writer;
    aside(
        () -> {
          joined(before);
          deleteAll();
        });
    settle();
  }

  /** Whether this attempt has begun to store any. */
  public boolean any() {
    return writer != null || stored != null;
  }

  private boolean writing() {
    return writer != null && writer.isAlive();
  }

  private void aside(Runnable work) {
    writer = Thread.ofVirtual().name("checkpoint-" + id).start(LogFields.wrap(id, work));
  }

  private void deleteAll() {
    try {
      store.deleteAll(id);
    } catch (BlobException e) {
      LOG.warn("generation {}: its checkpoints are left to be swept: {}", id, e.getMessage());
    }
  }

  private static void joined(Thread before) {
    try {
      if (before != null) {
        before.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(int attempt, Checkpoint checkpoint) {
    try {
      names.addLast(store.write(id, attempt, checkpoint));
      stored = checkpoint;
      while (names.size() > KEPT) {
        store.delete(names.removeFirst());
      }
    } catch (BlobException e) {
      LOG.warn("generation {}: no checkpoint: {}", id, e.getMessage());
    }
  }

  private void settle() {
    try {
      if (writing() && !writer.join(PATIENCE)) {
        LOG.warn("generation {}: a checkpoint takes more than {} s", id, PATIENCE.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
