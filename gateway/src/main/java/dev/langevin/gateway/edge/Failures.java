package dev.langevin.gateway.edge;

import com.google.protobuf.Any;
import com.google.rpc.RetryInfo;
import dev.langevin.gateway.Failure;
import dev.langevin.runtime.grpc.Statuses;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.InvalidMessageException;
import io.vertx.grpc.common.MessageSizeOverflowException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/**
 * A failure as gRPC tells it.
 *
 * @param status the code
 * @param reason stable, in UPPER_SNAKE_CASE; goes into the trailer {@code langevin-reason}
 * @param message for a person
 * @param retryDelay when it is worth another try; null if that is not known
 */
record Failures(GrpcStatus status, String reason, String message, Duration retryDelay) {
  Failures {
    message = Statuses.shortened(message);
  }

  Failures(GrpcStatus status, String reason, String message) {
    this(status, reason, message, null);
  }

  /** The value of the trailer {@code grpc-status-details-bin}: a google.rpc.Status in base64. */
  Optional<String> details() {
    if (retryDelay == null) {
      return Optional.empty();
    }
    RetryInfo retry =
        RetryInfo.newBuilder()
            .setRetryDelay(
                com.google.protobuf.Duration.newBuilder()
                    .setSeconds(retryDelay.getSeconds())
                    .setNanos(retryDelay.getNano()))
            .build();
    com.google.rpc.Status whole =
        com.google.rpc.Status.newBuilder()
            .setCode(status.code)
            .setMessage(message)
            .addDetails(Any.pack(retry))
            .build();
    return Optional.of(Base64.getEncoder().withoutPadding().encodeToString(whole.toByteArray()));
  }

  private static Failures of(Failure failure) {
    return new Failures(
        GrpcStatus.valueOf(failure.code().value()),
        failure.reason(),
        failure.message(),
        failure.retryDelay());
  }

  static Failures of(Throwable failure) {
    return of(failure, GrpcEdge.MESSAGE_LIMIT);
  }

  /**
   * @param messageLimit the most bytes of a message
   */
  static Failures of(Throwable failure, int messageLimit) {
    return switch (failure) {
      case MessageSizeOverflowException large ->
          new Failures(
              GrpcStatus.RESOURCE_EXHAUSTED,
              "MESSAGE_TOO_LARGE",
              "a message of %,d bytes is larger than %,d"
                  .formatted(large.messageSize(), messageLimit));
      case InvalidMessageException invalid ->
          new Failures(GrpcStatus.INVALID_ARGUMENT, "INVALID_MESSAGE", "the message can't be read");
      default -> of(Failure.of(failure));
    };
  }
}
