package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.langevin.runtime.grpc.Statuses;
import dev.langevin.v1.CancelGenerationRequest;
import dev.langevin.v1.CreateGenerationRequest;
import dev.langevin.v1.DeleteGenerationRequest;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GenerationServiceGrpc.GenerationServiceBlockingStub;
import dev.langevin.v1.GetArtifactRequest;
import dev.langevin.v1.GetGenerationRequest;
import dev.langevin.v1.ListGenerationsRequest;
import dev.langevin.v1.ListGenerationsResponse;
import dev.langevin.v1.RetryGenerationRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Calls of the public API, and what a refusal looks like. */
final class Calls {
  private Calls() {}

  static Generation create(GenerationServiceBlockingStub stub, String requestId, String prompt) {
    return stub.createGeneration(
            CreateGenerationRequest.newBuilder()
                .setGeneration(GenerationRequest.newBuilder().setPrompt(prompt))
                .setRequestId(requestId)
                .build())
        .getGeneration();
  }

  static Generation create(
      GenerationServiceBlockingStub stub, UnaryOperator<GenerationRequest.Builder> change) {
    return stub.createGeneration(
            CreateGenerationRequest.newBuilder()
                .setGeneration(change.apply(GenerationRequest.newBuilder().setPrompt("a boat")))
                .build())
        .getGeneration();
  }

  static Generation get(GenerationServiceBlockingStub stub, String id) {
    return stub.getGeneration(GetGenerationRequest.newBuilder().setId(id).build()).getGeneration();
  }

  static Generation cancel(GenerationServiceBlockingStub stub, String id) {
    return stub.cancelGeneration(CancelGenerationRequest.newBuilder().setId(id).build())
        .getGeneration();
  }

  static Generation delete(GenerationServiceBlockingStub stub, String id) {
    return stub.deleteGeneration(DeleteGenerationRequest.newBuilder().setId(id).build())
        .getGeneration();
  }

  static Generation retry(GenerationServiceBlockingStub stub, String id, String requestId) {
    return stub.retryGeneration(
            RetryGenerationRequest.newBuilder().setId(id).setRequestId(requestId).build())
        .getGeneration();
  }

  static ListGenerationsResponse list(GenerationServiceBlockingStub stub, int size, String token) {
    return stub.listGenerations(
        ListGenerationsRequest.newBuilder().setPageSize(size).setPageToken(token).build());
  }

  static List<String> ids(ListGenerationsResponse page) {
    return page.getGenerationsList().stream().map(Generation::getId).toList();
  }

  static ByteString artifact(GenerationServiceBlockingStub stub, String name) {
    ByteString bytes = ByteString.EMPTY;
    var pieces = stub.getArtifact(GetArtifactRequest.newBuilder().setName(name).build());
    while (pieces.hasNext()) {
      bytes = bytes.concat(pieces.next().getData());
    }
    return bytes;
  }

  /** Waits until it is so. */
  static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + 30_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in 30 s").isLessThan(end);
      Thread.sleep(20);
    }
  }

  static void assertInvalid(ThrowingCallable call, String message) {
    assertRefused(call, Status.Code.INVALID_ARGUMENT, "INVALID_REQUEST", message);
  }

  static void assertRefused(
      ThrowingCallable call, Status.Code code, String reason, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(code);
              assertThat(e.getStatus().getDescription()).contains(message);
              assertThat(Statuses.reason(e)).isEqualTo(reason);
            });
  }
}
