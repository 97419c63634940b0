package dev.langevin.gateway.batches;

import dev.langevin.events.v1.BatchSnapshot;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.gateway.artifacts.Artifacts;
import dev.langevin.gateway.jobs.Sink;
import dev.langevin.internal.v1.BatchLine;
import dev.langevin.runtime.batches.BatchFold;
import dev.langevin.runtime.batches.BatchLines;
import dev.langevin.runtime.batches.BatchLog;
import dev.langevin.runtime.generations.Fold;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.generations.Subscription;
import dev.langevin.v1.BatchResult;
import dev.langevin.v1.DownloadBatchResponse;
import dev.langevin.v1.ListBatchResultsRequest;
import dev.langevin.v1.ListBatchResultsResponse;
import java.time.Duration;

/** What became of the lines of batches: the stored lines, and the folded snapshots beside them. */
public final class Results {
  private static final Duration PATIENCE = Duration.ofSeconds(6);
  private static final int PER_MESSAGE = 500;

  private final Batches batches;
  private final BatchLog log;
  private final GenerationLog generations;
  private final Blobs blobs;
  private final Artifacts artifacts;

  /** From these logs and stores. */
  public Results(
      Batches batches, BatchLog log, GenerationLog generations, Blobs blobs, Artifacts artifacts) {
    this.batches = batches;
    this.log = log;
    this.generations = generations;
    this.blobs = blobs;
    this.artifacts = artifacts;
  }

  /** Sends the lines in the order of the file, each as it stands, or each once it has ended. */
  void list(ListBatchResultsRequest request, Sink<ListBatchResultsResponse> sink)
      throws InterruptedException {
    String blob = batches.get(request.getId()).getBlob();
    generations.awaitEnd(PATIENCE);
    ListBatchResultsResponse.Builder gathered = ListBatchResultsResponse.newBuilder();
    Bell changed = new Bell();
    Subscription ofBatch = log.listen(request.getId(), change -> changed.ring());
    try {
      blobs.read(
          blob,
          line -> {
            if (Integer.compareUnsigned(line.getLine(), request.getAfterLine()) <= 0) {
              return true;
            }
            if (request.getFollow() && !settled(request.getId(), line)) {
              send(gathered, sink);
              await(request.getId(), line, changed);
            }
            gathered.addResults(result(request.getId(), line));
            if (gathered.getResultsCount() == PER_MESSAGE) {
              send(gathered, sink);
            }
            return true;
          });
    } finally {
      ofBatch.close();
    }
    send(gathered, sink);
  }

  /** Sends an archive of what there is now. */
  void download(String id, Sink<DownloadBatchResponse> sink) throws InterruptedException {
    BatchSnapshot batch = batches.get(id);
    generations.awaitEnd(PATIENCE);
    Archive archive = new Archive(artifacts, sink, batch.getBatch().getCreateTime().getSeconds());
    archive.manifest(
        line ->
            blobs.read(
                batch.getBlob(),
                each -> {
                  line.send(result(id, each));
                  return true;
                }));
    archive.pictures(
        line ->
            blobs.read(
                batch.getBlob(),
                each -> {
                  line.send(result(id, each));
                  return true;
                }));
    archive.end();
  }

  private static void send(
      ListBatchResultsResponse.Builder gathered, Sink<ListBatchResultsResponse> sink)
      throws InterruptedException {
    if (gathered.getResultsCount() > 0) {
      sink.send(gathered.build());
      gathered.clear();
    }
  }

  private void await(String id, BatchLine line, Bell changed) throws InterruptedException {
    String generation = BatchLines.generationId(id, line.getLine());
    Subscription ofLine = generations.listen(generation, change -> changed.ring());
    try {
      while (!settled(id, line)) {
        changed.await();
      }
    } finally {
      ofLine.close();
    }
  }

  /** Whether nothing more happens to a line. */
  private boolean settled(String id, BatchLine line) {
    if (!line.getProblem().isEmpty()) {
      return true;
    }
    // The batch's end comes after the ends of all its lines, here as in the feeder's view only once
    // this process has read them.
    Snapshot generation = generation(id, line);
    if (generation == null) {
      return log.peek(id).filter(b -> BatchFold.ended(b.getBatch().getState())).isPresent();
    }
    return Fold.ended(generation.getGeneration().getState());
  }

  private BatchResult result(String id, BatchLine line) {
    return LineResults.of(
        line, generation(id, line), Batches.existing(id, log.peek(id)).getBatch());
  }

  private Snapshot generation(String id, BatchLine line) {
    return generations.peek(BatchLines.generationId(id, line.getLine())).orElse(null);
  }
}
