package dev.langevin.gateway.edge;

import dev.langevin.gateway.GatewayException;
import dev.langevin.runtime.generations.LogUnavailableException;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.InvalidMessageException;
import io.vertx.grpc.common.MessageSizeOverflowException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A failure as gRPC tells it: the one place where exceptions become statuses.
 *
 * @param status the code
 * @param reason stable, in UPPER_SNAKE_CASE; goes into the trailer {@code langevin-reason}
 * @param message for a person
 */
record Failures(GrpcStatus status, String reason, String message) {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  static Failures of(Throwable failure) {
    return switch (failure) {
      case GatewayException refused ->
          new Failures(
              GrpcStatus.valueOf(refused.code().value()), refused.reason(), refused.getMessage());
      case LogUnavailableException away ->
          new Failures(GrpcStatus.UNAVAILABLE, "LOG_UNAVAILABLE", away.getMessage());
      case MessageSizeOverflowException large ->
          new Failures(
              GrpcStatus.RESOURCE_EXHAUSTED,
              "MESSAGE_TOO_LARGE",
              "a message of %,d bytes is larger than %,d"
                  .formatted(large.messageSize(), GrpcEdge.MESSAGE_LIMIT));
      case InvalidMessageException invalid ->
          new Failures(GrpcStatus.INVALID_ARGUMENT, "INVALID_MESSAGE", "the message can't be read");
      case InterruptedException stopped ->
          new Failures(GrpcStatus.UNAVAILABLE, "STOPPING", "the gateway is stopping");
      default -> {
        LOG.error("A call failed", failure);
        yield new Failures(GrpcStatus.INTERNAL, "INTERNAL", "the gateway failed; its log says how");
      }
    };
  }
}
