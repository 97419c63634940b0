package dev.langevin.gateway.batches;

import dev.langevin.gateway.admission.RequestRules;
import dev.langevin.gateway.jobs.Sink;
import dev.langevin.v1.CancelBatchRequest;
import dev.langevin.v1.CancelBatchResponse;
import dev.langevin.v1.CreateBatchRequest;
import dev.langevin.v1.CreateBatchResponse;
import dev.langevin.v1.DeleteBatchRequest;
import dev.langevin.v1.DeleteBatchResponse;
import dev.langevin.v1.DownloadBatchRequest;
import dev.langevin.v1.DownloadBatchResponse;
import dev.langevin.v1.GetBatchRequest;
import dev.langevin.v1.GetBatchResponse;
import dev.langevin.v1.ListBatchResultsRequest;
import dev.langevin.v1.ListBatchResultsResponse;
import dev.langevin.v1.ListBatchesRequest;
import dev.langevin.v1.ListBatchesResponse;
import dev.langevin.v1.PauseBatchRequest;
import dev.langevin.v1.PauseBatchResponse;
import dev.langevin.v1.ResumeBatchRequest;
import dev.langevin.v1.ResumeBatchResponse;
import dev.langevin.v1.WatchBatchRequest;
import dev.langevin.v1.WatchBatchResponse;

/**
 * The public API of batches as blocking calls, for virtual threads.
 *
 * @param creation accepts them
 * @param batches shows and moves them
 * @param results tells what became of their lines
 */
public record BatchApi(BatchCreation creation, Batches batches, Results results) {
  /** Accepts a file. */
  public CreateBatchResponse create(Source<CreateBatchRequest> parts) throws InterruptedException {
    return creation.create(parts);
  }

  /** One batch as it stands. */
  public GetBatchResponse get(GetBatchRequest request) {
    RequestRules.checkFields(request);
    return GetBatchResponse.newBuilder().setBatch(batches.get(request.getId()).getBatch()).build();
  }

  /** A page of batches. */
  public ListBatchesResponse list(ListBatchesRequest request) {
    return batches.list(request);
  }

  /** Pauses a batch. */
  public PauseBatchResponse pause(PauseBatchRequest request) {
    RequestRules.checkFields(request);
    return PauseBatchResponse.newBuilder().setBatch(batches.pause(request.getId())).build();
  }

  /** Goes on with a batch. */
  public ResumeBatchResponse resume(ResumeBatchRequest request) {
    RequestRules.checkFields(request);
    return ResumeBatchResponse.newBuilder().setBatch(batches.resume(request.getId())).build();
  }

  /** Cancels a batch. */
  public CancelBatchResponse cancel(CancelBatchRequest request) {
    RequestRules.checkFields(request);
    return CancelBatchResponse.newBuilder().setBatch(batches.cancel(request.getId())).build();
  }

  /** Deletes a batch that has ended. */
  public DeleteBatchResponse delete(DeleteBatchRequest request) {
    RequestRules.checkFields(request);
    return DeleteBatchResponse.newBuilder().setBatch(batches.delete(request.getId())).build();
  }

  /** Follows a batch to its end. */
  public void watch(WatchBatchRequest request, Sink<WatchBatchResponse> sink)
      throws InterruptedException {
    RequestRules.checkFields(request);
    batches.watch(
        request.getId(),
        batch -> sink.send(WatchBatchResponse.newBuilder().setBatch(batch).build()));
  }

  /** Sends the lines of a batch and what became of them. */
  public void listResults(ListBatchResultsRequest request, Sink<ListBatchResultsResponse> sink)
      throws InterruptedException {
    RequestRules.checkFields(request);
    results.list(request, sink);
  }

  /** Sends an archive. */
  public void download(DownloadBatchRequest request, Sink<DownloadBatchResponse> sink)
      throws InterruptedException {
    RequestRules.checkFields(request);
    results.download(request.getId(), sink);
  }
}
