package dev.langevin.gateway.rest;

import com.google.protobuf.Message;
import dev.langevin.gateway.Api;
import dev.langevin.gateway.http.Reply;
import dev.langevin.gateway.http.Request;
import dev.langevin.gateway.json.Json;
import dev.langevin.gateway.json.MessageJson;
import dev.langevin.gateway.json.QueryJson;
import dev.langevin.runtime.generations.Fold;
import dev.langevin.v1.CancelGenerationRequest;
import dev.langevin.v1.CreateGenerationRequest;
import dev.langevin.v1.CreateGenerationResponse;
import dev.langevin.v1.DeleteGenerationRequest;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GetGenerationRequest;
import dev.langevin.v1.ListGenerationsRequest;
import dev.langevin.v1.RetryGenerationRequest;
import dev.langevin.v1.RetryGenerationResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** What the routes of generations do: the calls of the API, their messages as JSON. */
record GenerationHandlers(Api api) {
  private static final int OK = 200;
  private static final int ACCEPTED = 202;

  void create(Request request, Reply reply) throws InterruptedException {
    CreateGenerationRequest asked =
        MessageJson.read(request.body(), CreateGenerationRequest.getDefaultInstance());
    String key = IdempotencyKey.of(request, asked.getRequestId());
    CreateGenerationRequest create = asked.toBuilder().setRequestId(key).build();
    accepted(
        request,
        reply,
        () -> api.create(request.caller(), create).getGeneration(),
        job -> CreateGenerationResponse.newBuilder().setGeneration(job).build());
  }

  void retry(Request request, Reply reply) throws InterruptedException {
    RetryGenerationRequest retry =
        RetryGenerationRequest.newBuilder()
            .setId(request.param("id"))
            .setRequestId(IdempotencyKey.of(request, ""))
            .build();
    accepted(
        request,
        reply,
        () -> api.retry(request.caller(), retry).getGeneration(),
        job -> RetryGenerationResponse.newBuilder().setGeneration(job).build());
  }

  void get(Request request, Reply reply) throws InterruptedException {
    GetGenerationRequest get = GetGenerationRequest.newBuilder().setId(request.param("id")).build();
    reply.json(OK, Json.of(api.get(request.caller(), get)));
  }

  void list(Request request, Reply reply) throws InterruptedException {
    ListGenerationsRequest list =
        QueryJson.read(request, ListGenerationsRequest.getDefaultInstance());
    reply.json(OK, Json.of(api.list(request.caller(), list)));
  }

  void cancel(Request request, Reply reply) throws InterruptedException {
    CancelGenerationRequest cancel =
        CancelGenerationRequest.newBuilder().setId(request.param("id")).build();
    reply.json(OK, Json.of(api.cancel(request.caller(), cancel)));
  }

  void delete(Request request, Reply reply) throws InterruptedException {
    DeleteGenerationRequest delete =
        DeleteGenerationRequest.newBuilder().setId(request.param("id")).build();
    reply.json(OK, Json.of(api.delete(request.caller(), delete)));
  }

  /** What makes a job. */
  private interface Acceptance {
    Generation run();
  }

  /** 200 if the job has ended, perhaps after the wait that the client prefers; else 202. */
  private void accepted(
      Request request, Reply reply, Acceptance acceptance, Function<Generation, Message> message)
      throws InterruptedException {
    Optional<Duration> wait = Waiting.of(request);
    Generation job = acceptance.run();
    if (wait.isPresent()) {
      job = api.await(request.caller(), job.getId(), wait.get());
      reply.header("Preference-Applied", "wait=" + wait.get().toSeconds());
    }
    reply.header("Location", request.base() + "/v1/generations/" + job.getId());
    reply.json(Fold.ended(job.getState()) ? OK : ACCEPTED, Json.of(message.apply(job)));
  }
}
