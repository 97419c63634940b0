package dev.langevin.gateway.openai;

import dev.langevin.gateway.Api;
import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.http.Reply;
import dev.langevin.gateway.identity.Caller;
import dev.langevin.gateway.policy.ContentPolicy;
import dev.langevin.v1.Artifact;
import dev.langevin.v1.Generation;
import dev.langevin.v1.WatchGenerationRequest;
import io.grpc.Status;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;

/** Ends of jobs, as this API tells them. */
final class Ends {
  private Ends() {}

  /** Waits for a job's end, however long it takes. */
  static Generation await(Api api, Caller caller, String id) throws InterruptedException {
    AtomicReference<Generation> last = new AtomicReference<>();
    api.watch(
        caller,
        WatchGenerationRequest.newBuilder().setId(id).build(),
        event -> {
          if (event.hasGeneration()) {
            last.set(event.getGeneration());
          }
        });
    return last.get();
  }

  /**
   * Throws what a job without pictures is to its client. It has had its attempts, so the client
   * should not make others by itself.
   */
  static void requireSuccess(Generation job, Reply reply) {
    GatewayException failure =
        switch (job.getState()) {
          case STATE_SUCCEEDED -> null;
          case STATE_CANCELLED ->
              GatewayException.of(
                  Status.Code.FAILED_PRECONDITION,
                  "GENERATION_CANCELLED",
                  "generation %s was cancelled".formatted(job.getId()),
                  null);
          case STATE_FILTERED ->
              GatewayException.of(
                  Status.Code.INVALID_ARGUMENT,
                  ContentPolicy.VIOLATION,
                  "generation %s was filtered: %s"
                      .formatted(job.getId(), job.getError().getMessage()),
                  null);
          case STATE_FAILED, STATE_QUEUED, STATE_RUNNING, STATE_UNSPECIFIED, UNRECOGNIZED ->
              GatewayException.of(
                  Status.Code.INTERNAL,
                  job.getError().getReason(),
                  "generation %s failed: %s".formatted(job.getId(), job.getError().getMessage()),
                  null);
        };
    if (failure != null) {
      reply.header("X-Should-Retry", "false");
      throw failure;
    }
  }

  /** A picture's bytes in base64. */
  static String base64(Api api, Artifact artifact) throws InterruptedException {
    return Base64.getEncoder().encodeToString(api.bytes(artifact).toByteArray());
  }
}
