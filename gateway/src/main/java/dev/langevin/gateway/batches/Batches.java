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
import dev.langevin.runtime.generations.Tenants;
import dev.langevin.v1.Batch;
import dev.langevin.v1.Batch.State;
import dev.langevin.v1.ListBatchesRequest;
import dev.langevin.v1.ListBatchesResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
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

  /** A tenant's batch as it stands. */
  public BatchSnapshot get(String tenant, String id) {
    return existing(tenant, id, log.get(id));
  }

  /** A page of a tenant's batches, newest first. */
  public ListBatchesResponse list(String tenant, ListBatchesRequest request) {
    RequestRules.check(request);
    log.awaitEnd(PATIENCE);
    int size = RequestRules.pageSize(request.getPageSize());
    List<BatchSnapshot> found =
        log.list(
            size + 1,
            RequestRules.cursor(request.getPageToken()).orElse(null),
            snapshot ->
                owns(tenant, snapshot)
                    && !BatchFold.deleted(snapshot)
                    && wanted(request, snapshot));
    ListBatchesResponse.Builder response = ListBatchesResponse.newBuilder();
    found.stream().limit(size).forEach(snapshot -> response.addBatches(snapshot.getBatch()));
    if (found.size() > size) {
      response.setNextPageToken(RequestRules.token(BatchLog.cursor(found.get(size - 1))));
    }
    return response.build();
  }

  /** Enqueues no more lines for the time being. */
  public Batch pause(String tenant, String id) {
    return moved(
        tenant,
        id,
        current ->
            current.getBatch().getState() == State.STATE_RUNNING
                ? BatchSnapshots.paused(current)
                : null,
        "paused",
        State.STATE_PAUSED);
  }

  /** Goes on; the feeder may have given the batch back, so it is handed to one anew. */
  public Batch resume(String tenant, String id) {
    return moved(
        tenant,
        id,
        current ->
            current.getBatch().getState() == State.STATE_PAUSED
                ? handed(BatchSnapshots.resumed(current))
                : null,
        "resumed",
        State.STATE_RUNNING);
  }

  /** Cancels a batch; the feeder cancels its lines. */
  public Batch cancel(String tenant, String id) {
    return moved(
        tenant,
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

  /** Deletes a tenant's batch that has ended; a deleted one stays so. */
  public Batch delete(String tenant, String id) {
    return delete(id, current -> owns(tenant, current));
  }

  /** The same, whoever's it is: its time is over. */
  void expire(String id) {
    delete(id, current -> true);
  }

  private Batch delete(String id, Predicate<BatchSnapshot> own) {
    BatchSnapshot folded =
        log.move(
                id,
                current ->
                    own.test(current)
                            && BatchFold.ended(current.getBatch().getState())
                            && !BatchFold.deleted(current)
                        ? BatchSnapshots.deleted(current, clock.instant())
                        : null)
            .filter(own)
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
  public void watch(String tenant, String id, Sink<Batch> sink) throws InterruptedException {
    Bell changed = new Bell();
    Subscription changes = log.listen(id, change -> changed.ring());
    try {
      BatchSnapshot now = get(tenant, id);
      sink.send(now.getBatch());
      while (!BatchFold.ended(now.getBatch().getState())) {
        changed.await();
        now = existing(tenant, id, log.peek(id));
        sink.send(now.getBatch());
      }
    } finally {
      changes.close();
    }
  }

  private static boolean owns(String tenant, BatchSnapshot snapshot) {
    return Tenants.of(snapshot).equals(tenant);
  }

  /**
   * What was found of a batch; NOT_FOUND if it is unknown, nothing but a stub, or another tenant's,
   * which is not told from one that nobody has.
   */
  static BatchSnapshot existing(String tenant, String id, Optional<BatchSnapshot> found) {
    BatchSnapshot snapshot =
        found
            .filter(each -> owns(tenant, each))
            .orElseThrow(() -> GatewayException.unknownBatch(RequestRules.shown(id)));
    if (BatchFold.deleted(snapshot)) {
      throw GatewayException.deletedBatch(id);
    }
    return snapshot;
  }

  private Batch moved(
      String tenant,
      String id,
      UnaryOperator<BatchSnapshot> move,
      String cannot,
      State... allowed) {
    BatchSnapshot folded =
        existing(
            tenant,
            id,
            log.move(id, current -> owns(tenant, current) ? move.apply(current) : null));
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
