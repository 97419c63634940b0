package dev.langevin.gateway.batches;

import dev.langevin.events.v1.BatchSnapshot;
import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.admission.RequestRules;
import dev.langevin.gateway.jobs.Bell;
import dev.langevin.gateway.jobs.Sink;
import dev.langevin.runtime.batches.BatchFold;
import dev.langevin.runtime.batches.BatchLog;
import dev.langevin.runtime.batches.BatchSnapshots;
import dev.langevin.runtime.batches.FeedQueue;
import dev.langevin.runtime.generations.Subscription;
import dev.langevin.v1.Batch;
import dev.langevin.v1.Batch.State;
import dev.langevin.v1.ListBatchesRequest;
import dev.langevin.v1.ListBatchesResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Batches as clients see them, and what clients do with them. */
public final class Batches {
  private static final Logger LOG = LoggerFactory.getLogger(Batches.class);
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  private final BatchLog log;
  private final FeedQueue queue;
  private final Blobs blobs;
  private final Clock clock;

  /** Of this log. */
  public Batches(BatchLog log, FeedQueue queue, Blobs blobs, Clock clock) {
    this.log = log;
    this.queue = queue;
    this.blobs = blobs;
    this.clock = clock;
  }

  /** One batch as it stands. */
  public BatchSnapshot get(String id) {
    return existing(id, log.get(id));
  }

  /** A page of batches, newest first. */
  public ListBatchesResponse list(ListBatchesRequest request) {
    RequestRules.check(request);
    log.awaitEnd(PATIENCE);
    int size = RequestRules.pageSize(request.getPageSize());
    List<BatchSnapshot> found =
        log.list(
            size + 1,
            RequestRules.cursor(request.getPageToken()).orElse(null),
            snapshot -> !BatchFold.deleted(snapshot) && wanted(request, snapshot));
    ListBatchesResponse.Builder response = ListBatchesResponse.newBuilder();
    found.stream().limit(size).forEach(snapshot -> response.addBatches(snapshot.getBatch()));
    if (found.size() > size) {
      response.setNextPageToken(RequestRules.token(BatchLog.cursor(found.get(size - 1))));
    }
    return response.build();
  }

  /** Enqueues no more lines for the time being. */
  public Batch pause(String id) {
    return moved(
        id,
        current ->
            current.getBatch().getState() == State.STATE_RUNNING
                ? BatchSnapshots.paused(current)
                : null,
        "paused",
        State.STATE_PAUSED);
  }

  /** Goes on; the feeder may have given the batch back, so it is handed to one anew. */
  public Batch resume(String id) {
    return moved(
        id,
        current ->
            current.getBatch().getState() == State.STATE_PAUSED
                ? handed(BatchSnapshots.resumed(current))
                : null,
        "resumed",
        State.STATE_RUNNING);
  }

  /** Cancels a batch; the feeder cancels its lines. */
  public Batch cancel(String id) {
    return moved(
        id,
        current ->
            switch (current.getBatch().getState()) {
              case STATE_RUNNING, STATE_PAUSED ->
                  // One that a feeder ever had may have lines that are about to be enqueued.
                  current.getAttempt() > 0
                      ? handed(BatchSnapshots.cancelling(current))
                      : BatchSnapshots.cancelled(current, clock.instant());
              case STATE_CANCELLING,
                  STATE_CANCELLED,
                  STATE_COMPLETED,
                  STATE_FAILED,
                  STATE_UNSPECIFIED,
                  UNRECOGNIZED ->
                  null;
            },
        "cancelled",
        State.STATE_CANCELLING,
        State.STATE_CANCELLED);
  }

  /** Deletes a batch that has ended; a deleted one stays so. */
  public Batch delete(String id) {
    BatchSnapshot folded =
        log.move(
                id,
                current ->
                    BatchFold.ended(current.getBatch().getState()) && !BatchFold.deleted(current)
                        ? BatchSnapshots.deleted(current, clock.instant())
                        : null)
            .orElseThrow(() -> GatewayException.unknownBatch(RequestRules.shown(id)));
    if (!BatchFold.deleted(folded)) {
      throw GatewayException.batchState(
          id, BatchSnapshots.name(folded.getBatch().getState()), "deleted; cancel it first");
    }
    try {
      blobs.delete(folded.getBlob());
    } catch (GatewayException e) {
      LOG.info("The lines of deleted batch {} are deleted with its stub: {}", id, e.getMessage());
    }
    return folded.getBatch();
  }

  /** Sends how the batch stands and every change, until it has ended; a slow reader misses some. */
  public void watch(String id, Sink<Batch> sink) throws InterruptedException {
    Bell changed = new Bell();
    Subscription changes = log.listen(id, change -> changed.ring());
    try {
      BatchSnapshot now = get(id);
      sink.send(now.getBatch());
      while (!BatchFold.ended(now.getBatch().getState())) {
        changed.await();
        now = existing(id, log.peek(id));
        sink.send(now.getBatch());
      }
    } finally {
      changes.close();
    }
  }

  /** What was found of a batch; NOT_FOUND if it is unknown, or nothing but a stub. */
  static BatchSnapshot existing(String id, Optional<BatchSnapshot> found) {
    BatchSnapshot snapshot =
        found.orElseThrow(() -> GatewayException.unknownBatch(RequestRules.shown(id)));
    if (BatchFold.deleted(snapshot)) {
      throw GatewayException.deletedBatch(id);
    }
    return snapshot;
  }

  private Batch moved(
      String id, UnaryOperator<BatchSnapshot> move, String cannot, State... allowed) {
    BatchSnapshot folded = existing(id, log.move(id, move));
    State state = folded.getBatch().getState();
    if (!List.of(allowed).contains(state)) {
      throw GatewayException.batchState(id, BatchSnapshots.name(state), cannot);
    }
    return folded.getBatch();
  }

  private BatchSnapshot handed(BatchSnapshot next) {
    queue.put(next);
    return next;
  }

  private static boolean wanted(ListBatchesRequest request, BatchSnapshot snapshot) {
    return request.getStatesCount() == 0
        || request.getStatesList().contains(snapshot.getBatch().getState());
  }
}
