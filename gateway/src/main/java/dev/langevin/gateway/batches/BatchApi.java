package dev.langevin.gateway.batches;

import dev.langevin.gateway.admission.RequestRules;
import dev.langevin.gateway.audit.Audit;
import dev.langevin.gateway.identity.Caller;
import dev.langevin.gateway.jobs.Sink;
import dev.langevin.v1.Batch;
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
 * @param audit notes who changed what
 */
public record BatchApi(BatchCreation creation, Batches batches, Results results, Audit audit) {
  /** Something that is done to a batch. */
  private interface Move {
    Batch of(String tenant, String id);
  }

  /** Accepts a file. */
  public CreateBatchResponse create(Caller caller, Source<CreateBatchRequest> parts)
      throws InterruptedException {
    return audit.noted(
        caller,
        "CreateBatch",
        "",
        () -> creation.create(caller.tenant(), parts),
        response -> response.getBatch().getId());
  }

  /** One batch as it stands. */
  public GetBatchResponse get(Caller caller, GetBatchRequest request) {
    RequestRules.checkFields(request);
    return GetBatchResponse.newBuilder()
        .setBatch(batches.get(caller.tenant(), request.getId()).getBatch())
        .build();
  }

  /** A page of batches. */
  public ListBatchesResponse list(Caller caller, ListBatchesRequest request) {
    return batches.list(caller.tenant(), request);
  }

  /** Pauses a batch. */
  public PauseBatchResponse pause(Caller caller, PauseBatchRequest request) {
    RequestRules.checkFields(request);
    Batch batch = moved(caller, "PauseBatch", request.getId(), batches::pause);
    return PauseBatchResponse.newBuilder().setBatch(batch).build();
  }

  /** Goes on with a batch. */
  public ResumeBatchResponse resume(Caller caller, ResumeBatchRequest request) {
    RequestRules.checkFields(request);
    Batch batch = moved(caller, "ResumeBatch", request.getId(), batches::resume);
    return ResumeBatchResponse.newBuilder().setBatch(batch).build();
  }

  /** Cancels a batch. */
  public CancelBatchResponse cancel(Caller caller, CancelBatchRequest request) {
    RequestRules.checkFields(request);
    Batch batch = moved(caller, "CancelBatch", request.getId(), batches::cancel);
    return CancelBatchResponse.newBuilder().setBatch(batch).build();
  }

  /** Deletes a batch that has ended. */
  public DeleteBatchResponse delete(Caller caller, DeleteBatchRequest request) {
    RequestRules.checkFields(request);
    Batch batch = moved(caller, "DeleteBatch", request.getId(), batches::delete);
    return DeleteBatchResponse.newBuilder().setBatch(batch).build();
  }

  /** Follows a batch to its end. */
  public void watch(Caller caller, WatchBatchRequest request, Sink<WatchBatchResponse> sink)
      throws InterruptedException {
    RequestRules.checkFields(request);
    batches.watch(
        caller.tenant(),
        request.getId(),
        batch -> sink.send(WatchBatchResponse.newBuilder().setBatch(batch).build()));
  }

  /** Sends the lines of a batch and what became of them. */
  public void listResults(
      Caller caller, ListBatchResultsRequest request, Sink<ListBatchResultsResponse> sink)
      throws InterruptedException {
    RequestRules.checkFields(request);
    results.list(caller.tenant(), request, sink);
  }

  /** Sends an archive. */
  public void download(
      Caller caller, DownloadBatchRequest request, Sink<DownloadBatchResponse> sink)
      throws InterruptedException {
    RequestRules.checkFields(request);
    results.download(caller.tenant(), request.getId(), sink);
  }

  private Batch moved(Caller caller, String call, String id, Move move) {
    return audit.noted(caller, call, id, () -> move.of(caller.tenant(), id), Batch::getId);
  }
}
