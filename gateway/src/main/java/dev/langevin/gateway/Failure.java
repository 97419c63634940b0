package dev.langevin.gateway;

import dev.langevin.runtime.generations.LogUnavailableException;
import dev.langevin.runtime.grpc.Statuses;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A failure as clients are told it, whatever they speak: the one place where exceptions get a code.
 *
 * @param code the status
 * @param reason stable, in UPPER_SNAKE_CASE
 * @param message for a person, shortened
 * @param retryDelay when it is worth another try; null if that is not known
 * @param violations what is wrong with which field, each {@code field: description}; empty where it
 *     is not about fields
 */
public record Failure(
    Status.Code code, String reason, String message, Duration retryDelay, List<String> violations) {
  private static final Logger LOG = LoggerFactory.getLogger(Failure.class);

  /** Shortens the message. */
  public Failure {
    message = Statuses.shortened(message);
    violations = violations.stream().map(Statuses::shortened).toList();
  }

  /** What an exception comes to; one that nobody expected goes to the log. */
  public static Failure of(Throwable failure) {
    return switch (failure) {
      case GatewayException refused ->
          new Failure(
              refused.code(),
              refused.reason(),
              refused.getMessage(),
              refused.retryDelay().orElse(null),
              refused.violations());
      case LogUnavailableException away -> of(GatewayException.logUnavailable(away.getMessage()));
      case InterruptedException stopped -> of(GatewayException.stopping());
      default -> {
        LOG.error("A call failed", failure);
        yield new Failure(
            Status.Code.INTERNAL,
            "INTERNAL",
            "the gateway failed; its log says how",
            null,
            List.of());
      }
    };
  }
}
