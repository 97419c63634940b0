package dev.langevin.gateway.batches;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.gateway.jobs.Bell;
import dev.langevin.internal.v1.BatchLine;
import dev.langevin.runtime.batches.BatchFold;
import dev.langevin.runtime.batches.BatchLines;
import dev.langevin.runtime.batches.BatchLog;
import dev.langevin.runtime.generations.Fold;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.generations.Subscription;
import java.time.Duration;
import java.util.Optional;

/** Waits for the ends of a batch's lines. Used by one thread. */
final class LineWatch implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  private final String id;
  private final BatchLog log;
  private final GenerationLog generations;
  private final Bell changed = new Bell();
  private final Subscription ofBatch;
  private boolean ended;

  /** Of the batch with this id. */
  LineWatch(String id, BatchLog log, GenerationLog generations) {
    this.id = id;
    this.log = log;
    this.generations = generations;
    this.ofBatch = log.listen(id, change -> changed.ring());
  }

  /** Whether nothing more happens to a line. */
  boolean settled(BatchLine line) {
    if (!line.getProblem().isEmpty()) {
      return true;
    }
    boolean over = batchEnded();
    Optional<Snapshot> generation = generations.peek(BatchLines.generationId(id, line.getLine()));
    return generation.map(s -> Fold.ended(s.getGeneration().getState())).orElse(over);
  }

  /** Waits until nothing more happens to a line. */
  void await(BatchLine line) throws InterruptedException {
    String generation = BatchLines.generationId(id, line.getLine());
    Subscription ofLine = generations.listen(generation, change -> changed.ring());
    try {
      while (!settled(line)) {
        changed.await();
      }
    } finally {
      ofLine.close();
    }
  }

  @Override
  public void close() {
    ofBatch.close();
  }

  /**
   * The two logs are read side by side: that the batch has ended may be known before the ends of
   * its lines, which were written before it. So these are waited for once.
   */
  private boolean batchEnded() {
    if (!ended && log.peek(id).filter(b -> BatchFold.ended(b.getBatch().getState())).isPresent()) {
      generations.awaitEnd(PATIENCE);
      ended = true;
    }
    return ended;
  }
}
