package dev.langevin.gateway.batches;

import dev.langevin.events.v1.BatchSnapshot;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.gateway.artifacts.Artifacts;
import dev.langevin.gateway.jobs.Sink;
import dev.langevin.internal.v1.BatchLine;
import dev.langevin.runtime.batches.BatchLines;
import dev.langevin.runtime.batches.BatchLog;
import dev.langevin.runtime.generations.GenerationLog;
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
  void list(String tenant, ListBatchResultsRequest request, Sink<ListBatchResultsResponse> sink)
      throws InterruptedException {
    String id = request.getId();
    String blob = batches.get(tenant, id).getBlob();
    generations.awaitEnd(PATIENCE);
    ListBatchResultsResponse.Builder gathered = ListBatchResultsResponse.newBuilder();
    try (LineWatch watch = new LineWatch(id, log, generations)) {
      blobs.read(
          blob,
          line -> {
            if (Integer.compareUnsigned(line.getLine(), request.getAfterLine()) <= 0) {
              return true;
            }
            if (request.getFollow() && !watch.settled(line)) {
              send(gathered, sink);
              watch.await(line);
            }
            gathered.addResults(result(tenant, id, line));
            if (gathered.getResultsCount() == PER_MESSAGE) {
              send(gathered, sink);
            }
            return true;
          });
    }
    send(gathered, sink);
  }

  /** Sends an archive of what there is now. */
  void download(String tenant, String id, Sink<DownloadBatchResponse> sink)
      throws InterruptedException {
    BatchSnapshot batch = batches.get(tenant, id);
    generations.awaitEnd(PATIENCE);
    Archive archive = new Archive(artifacts, sink, batch.getBatch().getCreateTime().getSeconds());
    archive.manifest(
        line ->
            blobs.read(
                batch.getBlob(),
                each -> {
                  line.send(result(tenant, id, each));
                  return true;
                }));
    archive.pictures(
        line ->
            blobs.read(
                batch.getBlob(),
                each -> {
                  line.send(result(tenant, id, each));
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

  private BatchResult result(String tenant, String id, BatchLine line) {
    return LineResults.of(
        line, generation(id, line), Batches.existing(tenant, id, log.peek(id)).getBatch());
  }

  private Snapshot generation(String id, BatchLine line) {
    return generations.peek(BatchLines.generationId(id, line.getLine())).orElse(null);
  }
}
