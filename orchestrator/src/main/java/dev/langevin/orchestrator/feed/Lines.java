package dev.langevin.orchestrator.feed;

import dev.langevin.events.v1.BatchPosition;
import dev.langevin.events.v1.BatchSnapshot;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import dev.langevin.internal.v1.BatchLine;
import dev.langevin.runtime.batches.BatchLines;
import dev.langevin.runtime.batches.BatchSnapshots;
import dev.langevin.runtime.generations.Fold;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.runtime.generations.Subscription;
import dev.langevin.v1.Batch;
import dev.langevin.v1.Batch.State;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The lines of one batch: those to come, and those that were enqueued. Used by one thread. */
final class Lines implements AutoCloseable {
  private final String id;
  private final String blob;
  private final String tenant;
  private final FeedSurroundings outside;
  private final Runnable changed;
  private final Window window;
  private final Deque<PlacedLine> ahead = new ArrayDeque<>();
  private final Map<String, Subscription> followed = new HashMap<>();
  private final Rate rate = new Rate();
  private boolean exhausted;
  private boolean took;
  private BatchPosition told;
  private State state = State.STATE_UNSPECIFIED;

  /**
   * @param claimed where the batch stands
   * @param changed told when a line may have ended
   */
  Lines(String id, BatchSnapshot claimed, FeedSurroundings outside, Runnable changed) {
    this.id = id;
    this.blob = claimed.getBlob();
    this.tenant = claimed.getTenant();
    this.outside = outside;
    this.changed = changed;
    this.window = new Window(claimed.getSettled());
  }

  /**
   * Does what there is to do in a state, and no more than a few lines of it at a time.
   *
   * @return whether nothing is left to do in this state
   */
  boolean advance(State now) {
    if (now != state) {
      state = now;
      rate.clear();
      told = null;
    }
    collect();
    if (now == State.STATE_CANCELLING) {
      cancel();
    }
    PlacedLine next = room() ? peek() : null;
    took = next != null && take(next, now == State.STATE_RUNNING);
    if (took) {
      ahead.remove();
      return false;
    }
    // A line that has no generation stays where it is in a batch that is paused or cancelled.
    return window.size() == 0 && (next != null || exhausted);
  }

  /** Whether every line has ended. */
  boolean complete() {
    return exhausted && window.size() == 0;
  }

  /** Whether there may be more to do without anything having happened. */
  boolean more() {
    return took;
  }

  /** Whether there is anything new to tell. */
  boolean changed() {
    return !window.counts().equals(told);
  }

  /** It was told. */
  void told() {
    told = window.counts();
  }

  /** The batch with how far its lines are. */
  BatchSnapshot tell(BatchSnapshot now) {
    return tell(now, now.getBatch().getState());
  }

  /**
   * The same, at its end.
   *
   * @param then the end state; lines that were not enqueued are cancelled with the batch
   */
  BatchSnapshot tell(BatchSnapshot now, State then) {
    BatchPosition counts = window.counts();
    int ended = counts.getSucceeded() + counts.getFailed() + counts.getCancelled();
    rate.saw(outside.clock().instant(), ended);
    return BatchSnapshots.update(
        now,
        window.settled(),
        batch -> {
          int lines = batch.getLines() - batch.getSkipped();
          int enqueued = ended + window.size();
          boolean cancelled = then == State.STATE_CANCELLED;
          batch
              .setEnqueued(enqueued)
              .setSucceeded(counts.getSucceeded())
              .setFailed(counts.getFailed())
              .setCancelled(counts.getCancelled() + (cancelled ? lines - enqueued : 0))
              .setRate(then == State.STATE_RUNNING ? rate.perSecond() : 0);
          if (enqueued > 0 && !batch.hasStartTime()) {
            batch.setStartTime(Snapshots.timestamp(outside.clock().instant()));
          }
          timeLeft(batch, lines - ended);
        });
  }

  @Override
  public void close() {
    followed.values().forEach(Subscription::close);
  }

  private static void timeLeft(Batch.Builder batch, int left) {
    if (batch.getRate() > 0) {
      long millis = Math.round(left / batch.getRate() * 1000);
      batch.setTimeLeft(
          com.google.protobuf.Duration.newBuilder()
              .setSeconds(millis / 1000)
              .setNanos((int) (millis % 1000) * 1_000_000));
    } else {
      batch.clearTimeLeft();
    }
  }

  private boolean room() {
    return window.size() < outside.window();
  }

  private PlacedLine peek() {
    if (ahead.isEmpty() && !exhausted) {
      ahead.addAll(outside.lines().read(blob, window.counts().getOffset()));
      exhausted = ahead.isEmpty();
    }
    return ahead.peek();
  }

  /**
   * Takes the next line into the window.
   *
   * @param enqueue whether it may be made a generation if it is none yet
   * @return whether it was taken
   */
  private boolean take(PlacedLine placed, boolean enqueue) {
    BatchLine line = placed.line();
    if (!line.getProblem().isEmpty()) {
      window.skipped(placed.end());
      return true;
    }
    String generation = BatchLines.generationId(id, line.getLine());
    Optional<Snapshot> known = outside.generations().peek(generation);
    if (known.isEmpty() && !enqueue) {
      return false;
    }
    followed.put(generation, outside.generations().listen(generation, change -> changed.run()));
    Snapshot snapshot = known.orElseGet(() -> accept(line, generation));
    window.enqueued(generation, placed.end());
    look(generation, snapshot);
    return true;
  }

  private Snapshot accept(BatchLine line, String generation) {
    return outside
        .acceptance()
        .accept(
            line.getPool(),
            Work.newBuilder()
                .setGenerationId(generation)
                .setWorkId(UUID.randomUUID().toString())
                .setRequestHash(line.getRequestHash())
                .setRequest(line.getRequest())
                .setTenant(tenant)
                .setCreateTime(Snapshots.timestamp(outside.clock().instant()))
                .build());
  }

  private void collect() {
    for (String generation : window.inFlight()) {
      outside.generations().peek(generation).ifPresent(s -> look(generation, s));
    }
  }

  private void cancel() {
    for (String generation : window.inFlight()) {
      outside
          .generations()
          .move(
              generation,
              s ->
                  Fold.ended(s.getGeneration().getState())
                      ? null
                      : Snapshots.cancelled(s, outside.clock().instant()))
          .ifPresent(s -> look(generation, s));
    }
  }

  private void look(String generation, Snapshot snapshot) {
    if (Fold.ended(snapshot.getGeneration().getState())) {
      window.ended(generation, snapshot.getGeneration().getState());
      followed.remove(generation).close();
    }
  }
}
