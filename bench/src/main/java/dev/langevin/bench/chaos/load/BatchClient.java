package dev.langevin.bench.chaos.load;

import dev.langevin.bench.chaos.check.Line;
import dev.langevin.v1.Batch;
import dev.langevin.v1.BatchHeader;
import dev.langevin.v1.CancelBatchRequest;
import dev.langevin.v1.CreateBatchResponse;
import dev.langevin.v1.DownloadBatchRequest;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.ListBatchResultsRequest;
import dev.langevin.v1.ListBatchResultsResponse;
import dev.langevin.v1.PauseBatchRequest;
import dev.langevin.v1.ResumeBatchRequest;
import dev.langevin.v1.WatchBatchRequest;
import dev.langevin.v1.WatchBatchResponse;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One client's way with one batch: create, watch, follow its lines, perhaps pause or cancel, fetch
 * the archive.
 */
final class BatchClient {
  /** So long a batch stays paused: longer than anything that was begun before may take. */
  private static final long PAUSE_MILLIS = 9_000;

  private final Gateways gateways;
  private final List<GenerationRequest> catalogue;
  private final BatchOrder order;
  private final BatchNotes notes;

  /** Opens in the midst of the batch, or when it has ended. */
  private final CountDownLatch midst = new CountDownLatch(1);

  BatchClient(
      Gateways gateways, List<GenerationRequest> catalogue, BatchOrder order, BatchNotes notes) {
    this.gateways = gateways;
    this.catalogue = catalogue;
    this.order = order;
    this.notes = notes;
  }

  /** Goes all of it; what should not be is written down. */
  void run() throws InterruptedException {
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      String id = create(threads);
      Future<?> watched = threads.submit(() -> again(order.gateway(), g -> watch(g, id)));
      Future<?> followed = threads.submit(() -> again(order.gateway() + 1, g -> follow(g, id)));
      midst.await();
      switch (order.intent()) {
        case PAUSE -> pause(id);
        case CANCEL -> cancel(id);
        case PLAIN, SKIP, TWICE -> {
          // It is left alone.
        }
      }
      joined(watched);
      joined(followed);
      again(order.gateway(), g -> archive(g, id));
    } catch (StatusRuntimeException e) {
      notes.complain(e.getStatus().toString());
    } finally {
      threads.shutdownNow(); // not closed, which would wait for streams that nothing comes of
    }
  }

  private String create(ExecutorService threads) throws InterruptedException {
    BatchHeader header = order.header();
    String file = order.file(catalogue);
    Future<String> other =
        order.intent() == BatchIntent.TWICE
            ? threads.submit(() -> accepted(gateways.uploadAt(1 - order.gateway(), header, file)))
            : null;
    String id = accepted(gateways.upload(order.gateway(), header, file));
    if (other != null) {
      joined(other);
    }
    return id;
  }

  private String accepted(CreateBatchResponse response) {
    if (!response.hasBatch()) {
      throw Status.INVALID_ARGUMENT.withDescription(response.toString()).asRuntimeException();
    }
    String id = response.getBatch().getId();
    notes.accepted(id);
    return id;
  }

  private boolean watch(int gateway, String id) {
    Iterator<WatchBatchResponse> changes =
        gateways.batches(gateway).watchBatch(WatchBatchRequest.newBuilder().setId(id).build());
    boolean over = false;
    while (changes.hasNext()) {
      Batch batch = changes.next().getBatch();
      notes.saw(batch);
      over = notes.latest().end();
      if (over || notes.latest().ended() >= order.recipes().size() / 4) {
        midst.countDown();
      }
    }
    return over;
  }

  private boolean follow(int gateway, String id) {
    Iterator<ListBatchResultsResponse> pages =
        gateways
            .batches(gateway)
            .listBatchResults(
                ListBatchResultsRequest.newBuilder()
                    .setId(id)
                    .setFollow(true)
                    .setAfterLine(notes.last())
                    .build());
    while (pages.hasNext()) {
      pages.next().getResultsList().forEach(result -> notes.followed(Line.of(result)));
    }
    return notes.last() == order.recipes().size();
  }

  private boolean archive(int gateway, String id) {
    ArchiveReader archive = new ArchiveReader();
    gateways
        .batches(gateway)
        .downloadBatch(DownloadBatchRequest.newBuilder().setId(id).build())
        .forEachRemaining(piece -> archive.take(piece.getData()));
    archive.read(notes);
    return true;
  }

  private void pause(String id) throws InterruptedException {
    try {
      gateways.callBatches(
          order.gateway(),
          stub -> stub.pauseBatch(PauseBatchRequest.newBuilder().setId(id).build()));
      notes.quiet();
      Thread.sleep(PAUSE_MILLIS);
      notes.goesOn();
      gateways.callBatches(
          order.gateway() + 1,
          stub -> stub.resumeBatch(ResumeBatchRequest.newBuilder().setId(id).build()));
    } catch (StatusRuntimeException e) {
      unlessEnded(e);
    }
  }

  private void cancel(String id) throws InterruptedException {
    try {
      gateways.callBatches(
          order.gateway() + 1,
          stub -> stub.cancelBatch(CancelBatchRequest.newBuilder().setId(id).build()));
      notes.cancelled();
    } catch (StatusRuntimeException e) {
      unlessEnded(e);
    }
  }

  private static void unlessEnded(StatusRuntimeException e) {
    if (e.getStatus().getCode() != Status.Code.FAILED_PRECONDITION) {
      throw e;
    }
  }

  /** A stream at a gateway; whether it ended because there was nothing more to come. */
  private interface Stream {
    boolean read(int gateway);
  }

  /** Reads a stream, at one gateway and then the other, until it has all come. */
  private Void again(int first, Stream stream) throws InterruptedException {
    try {
      for (int failures = 0; ; failures++) {
        int gateway = (first + failures) % gateways.size();
        Context.CancellableContext context = Context.current().withCancellation();
        Context outer = context.attach();
        try {
          if (stream.read(gateway)) {
            return null;
          }
          notes.complain("a stream at gateway %d ended too soon".formatted(gateway + 1));
        } catch (StatusRuntimeException e) {
          gateways.pause(gateway, failures, e);
        } finally {
          context.detach(outer);
          context.cancel(null);
        }
      }
    } finally {
      midst.countDown();
    }
  }

  private static void joined(Future<?> future) throws InterruptedException {
    try {
      future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StatusRuntimeException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
