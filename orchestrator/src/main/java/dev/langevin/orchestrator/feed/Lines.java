package dev.langevin.orchestrator.feed;

import dev.langevin.events.v1.BatchPosition;
import dev.langevin.events.v1.BatchSnapshot;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.internal.v1.BatchLine;
import dev.langevin.runtime.batches.BatchLines;
import dev.langevin.runtime.batches.BatchSnapshots;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.v1.Batch;
import dev.langevin.v1.Batch.State;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The lines of one batch: those to come, and those that were enqueued. Used by one thread. */
final class Lines implements AutoCloseable {
  /** Lines that are enqueued and have not ended, at most: as many as run, and as many as wait. */
  private static final int MOST = 2 * Backlog.MOST;

  /** Lines that are found again at a time, at most. */
  private static final int FOUND_AT_ONCE = 64;

  private final String id;
  private final String blob;
  private final FeedSurroundings outside;
  private final Batch before;
  private final Window window;
  private final Followed followed;
  private final Backlog backlog;
  private final Allowance allowance;
  private final Enqueueing enqueueing;
  private final Deque<PlacedLine> ahead = new ArrayDeque<>();
  private final Rate rate = new Rate();
  private boolean exhausted;
  private boolean took;
  private int fenced;
  private BatchPosition told;
  private State state = State.STATE_UNSPECIFIED;

  /**
   * @param claimed where the batch stands
   * @param changed told when a line may have ended
   */
  Lines(String id, BatchSnapshot claimed, FeedSurroundings outside, Runnable changed) {
    this.id = id;
    this.blob = claimed.getBlob();
    this.outside = outside;
    this.before = claimed.getBatch();
    this.window = new Window(claimed.getSettled());
    this.followed = new Followed(outside.generations(), changed, window::ended);
    this.backlog = new Backlog(outside.leastWaiting());
    this.allowance = Allowance.of(claimed, outside.generations());
    this.enqueueing = new Enqueueing(id, claimed.getTenant(), outside);
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
    Instant instant = outside.clock().instant();
    followed.collect(instant);
    if (now == State.STATE_CANCELLING) {
      followed.cancel(instant);
    }
    took = find() || begin(Math.min(room(instant), Enqueueing.AT_ONCE));
    // A line that has no generation stays where it is in a batch that is paused or cancelled.
    return !took && followed.size() == 0 && (exhausted || !ahead.isEmpty());
  }

  /** Whether every line has ended. */
  boolean complete() {
    return exhausted && followed.size() == 0;
  }

  /** Whether there may be more to do without anything having happened. */
  boolean more() {
    return took;
  }

  /**
   * Whether there is anything new to tell. After another feeder, that is so once this one has found
   * again what the other had told: nobody is told less than before.
   */
  boolean changed() {
    BatchPosition counts = window.counts();
    return !counts.equals(told)
        && ended(counts) >= ended(before)
        && ended(counts) + followed.size() >= before.getEnqueued();
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
    int ended = ended(counts);
    rate.saw(outside.clock().instant(), ended);
    return BatchSnapshots.update(
        now,
        window.settled(),
        batch -> {
          int lines = batch.getLines() - batch.getSkipped();
          int enqueued = ended + followed.size();
          boolean cancelled = then == State.STATE_CANCELLED;
          batch
              .setEnqueued(enqueued)
              .setSucceeded(counts.getSucceeded())
              .setFailed(counts.getFailed())
              .setFiltered(counts.getFiltered())
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
    followed.close();
  }

  private static int ended(BatchPosition counts) {
    return counts.getSucceeded()
        + counts.getFailed()
        + counts.getCancelled()
        + counts.getFiltered();
  }

  private static int ended(Batch batch) {
    return batch.getSucceeded() + batch.getFailed() + batch.getCancelled() + batch.getFiltered();
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

  private int room(Instant now) {
    return Math.min(
        backlog.room(followed.waiting(), now),
        Math.min(MOST - followed.size(), allowance.room(followed.size(), now)));
  }

  /** Takes the next lines if they are generations already, or were skipped; whether it took any. */
  private boolean find() {
    int found = 0;
    while (found < FOUND_AT_ONCE && followed.size() < MOST && peek() != null) {
      PlacedLine next = ahead.peek();
      if (!next.line().getProblem().isEmpty()) {
        window.skipped(next.end());
      } else if (outside.generations().peek(generation(next)).isPresent()) {
        enter(next);
        outside.generations().peek(generation(next)).ifPresent(followed::saw);
      } else {
        break;
      }
      ahead.remove();
      found++;
    }
    return found > 0;
  }

  /** Makes the next lines generations, so many at most; whether it made any. */
  private boolean begin(int most) {
    List<BatchLine> lines = new ArrayList<>();
    long rows = 0;
    for (PlacedLine next = ahead.peek();
        next != null
            && lines.size() < Math.min(most, wanted())
            && unknown(next)
            && allowed(next, rows);
        next = ahead.peek()) {
      rows += next.line().getRows();
      enter(next);
      lines.add(next.line());
      ahead.remove();
    }
    if (lines.isEmpty()) {
      return false;
    }
    List<Snapshot> made =
        state == State.STATE_RUNNING ? enqueueing.enqueue(lines) : enqueueing.cancel(lines);
    fenced += state == State.STATE_RUNNING ? 0 : made.size();
    made.forEach(followed::saw);
    return true;
  }

  /**
   * How many lines that are no generations may become some in the present state. In a batch that is
   * cancelled, these are the ones that a feeder before this one may have been about to enqueue.
   */
  private int wanted() {
    return switch (state) {
      case STATE_RUNNING -> Integer.MAX_VALUE;
      case STATE_CANCELLING -> Enqueueing.AT_ONCE - fenced;
      case STATE_PAUSED -> 0;
      case STATE_COMPLETED, STATE_CANCELLED, STATE_FAILED, STATE_UNSPECIFIED, UNRECOGNIZED ->
          throw new AssertionError(state);
    };
  }

  /** What is cancelled costs no rows. */
  private boolean allowed(PlacedLine placed, long rows) {
    return state != State.STATE_RUNNING
        || allowance.allows(rows, placed.line().getRows(), outside.clock().instant());
  }

  private boolean unknown(PlacedLine placed) {
    return placed.line().getProblem().isEmpty()
        && outside.generations().peek(generation(placed)).isEmpty();
  }

  /** Followed before it is looked at, so that nothing is missed between the two. */
  private void enter(PlacedLine placed) {
    followed.follow(generation(placed));
    window.enqueued(generation(placed), placed.end());
  }

  private String generation(PlacedLine placed) {
    return BatchLines.generationId(id, placed.line().getLine());
  }

  private PlacedLine peek() {
    if (ahead.isEmpty() && !exhausted) {
      ahead.addAll(outside.lines().read(blob, window.counts().getOffset()));
      exhausted = ahead.isEmpty();
    }
    return ahead.peek();
  }
}
