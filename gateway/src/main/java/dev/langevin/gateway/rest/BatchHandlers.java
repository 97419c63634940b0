package dev.langevin.gateway.rest;

import com.google.protobuf.UnsafeByteOperations;
import dev.langevin.gateway.Failure;
import dev.langevin.gateway.batches.BatchApi;
import dev.langevin.gateway.batches.Source;
import dev.langevin.gateway.http.Reply;
import dev.langevin.gateway.http.Request;
import dev.langevin.gateway.json.Json;
import dev.langevin.gateway.json.QueryJson;
import dev.langevin.runtime.batches.BatchFold;
import dev.langevin.v1.BadLines;
import dev.langevin.v1.BatchHeader;
import dev.langevin.v1.CancelBatchRequest;
import dev.langevin.v1.CreateBatchRequest;
import dev.langevin.v1.CreateBatchResponse;
import dev.langevin.v1.DeleteBatchRequest;
import dev.langevin.v1.GetBatchRequest;
import dev.langevin.v1.ListBatchesRequest;
import dev.langevin.v1.PauseBatchRequest;
import dev.langevin.v1.ResumeBatchRequest;
import dev.langevin.v1.WatchBatchRequest;
import io.grpc.Status;
import java.util.List;

/** What the routes of batches do: the calls of the API, their messages as JSON. */
record BatchHandlers(BatchApi api) {
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int BAD_REQUEST = 400;

  void create(Request request, Reply reply) throws InterruptedException {
    BatchHeader asked = QueryJson.read(request, BatchHeader.getDefaultInstance());
    BatchHeader header =
        asked.toBuilder().setRequestId(IdempotencyKey.of(request, asked.getRequestId())).build();
    CreateBatchResponse response = api.create(request.caller(), parts(header, request));
    if (response.hasBatch()) {
      reply.header("Location", request.base() + "/v1/batches/" + response.getBatch().getId());
      reply.json(CREATED, Json.of(response));
    } else {
      reply.json(BAD_REQUEST, refusal(response.getBadLinesList()));
    }
  }

  void get(Request request, Reply reply) throws InterruptedException {
    reply.json(OK, Json.of(api.get(request.caller(), one(request))));
  }

  void list(Request request, Reply reply) throws InterruptedException {
    reply.json(
        OK,
        Json.of(
            api.list(
                request.caller(),
                QueryJson.read(request, ListBatchesRequest.getDefaultInstance()))));
  }

  void pause(Request request, Reply reply) throws InterruptedException {
    PauseBatchRequest pause = PauseBatchRequest.newBuilder().setId(request.param("id")).build();
    reply.json(OK, Json.of(api.pause(request.caller(), pause)));
  }

  void resume(Request request, Reply reply) throws InterruptedException {
    ResumeBatchRequest resume = ResumeBatchRequest.newBuilder().setId(request.param("id")).build();
    reply.json(OK, Json.of(api.resume(request.caller(), resume)));
  }

  void cancel(Request request, Reply reply) throws InterruptedException {
    CancelBatchRequest cancel = CancelBatchRequest.newBuilder().setId(request.param("id")).build();
    reply.json(OK, Json.of(api.cancel(request.caller(), cancel)));
  }

  void delete(Request request, Reply reply) throws InterruptedException {
    DeleteBatchRequest delete = DeleteBatchRequest.newBuilder().setId(request.param("id")).build();
    reply.json(OK, Json.of(api.delete(request.caller(), delete)));
  }

  void watch(Request request, Reply reply) throws InterruptedException {
    Following.answer(
        request,
        reply,
        () -> api.get(request.caller(), one(request)),
        events ->
            api.watch(
                request.caller(),
                WatchBatchRequest.newBuilder().setId(request.param("id")).build(),
                message ->
                    events.send(
                        "batch",
                        BatchFold.ended(message.getBatch().getState()),
                        Json.of(message.getBatch()))));
  }

  private static GetBatchRequest one(Request request) {
    return GetBatchRequest.newBuilder().setId(request.param("id")).build();
  }

  /** What comes over gRPC as messages: the header, and then the file as it comes in. */
  private static Source<CreateBatchRequest> parts(BatchHeader header, Request request) {
    boolean[] begun = {false};
    return () -> {
      if (!begun[0]) {
        begun[0] = true;
        return CreateBatchRequest.newBuilder().setHeader(header).build();
      }
      byte[] piece = request.stream().next();
      return piece == null
          ? null
          : CreateBatchRequest.newBuilder().setData(UnsafeByteOperations.unsafeWrap(piece)).build();
    };
  }

  /** The numbers of all lines, which is more than a message for a person can hold. */
  private static String refusal(List<BadLines> bad) {
    int count = bad.stream().mapToInt(BadLines::getLinesCount).sum();
    String message =
        "%,d lines can't be done, so nothing was begun; line %s: %s"
            .formatted(
                count,
                Integer.toUnsignedString(bad.getFirst().getLines(0)),
                bad.getFirst().getMessage());
    Failure failure =
        new Failure(Status.Code.INVALID_ARGUMENT, "INVALID_LINES", message, null, List.of());
    return StatusJson.of(failure, bad);
  }
}
