package dev.langevin.runtime.grpc;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** gRPC failures with a stable reason beside the text for people. */
public final class Statuses {
  private static final Metadata.Key<String> REASON =
      Metadata.Key.of("langevin-reason", Metadata.ASCII_STRING_MARSHALLER);

  /**
   * A status travels in a header, each character as up to nine, and headers of more than 8 KiB make
   * clients end the call with something else.
   */
  private static final int LONGEST = 800;

  private Statuses() {}

  /** The message, or its beginning where it is too long for a status: values may be of any size. */
  public static String shortened(String message) {
    if (message == null || message.length() <= LONGEST) {
      return message;
    }
    int end = Character.isHighSurrogate(message.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return message.substring(0, end) + "…";
  }

  /**
   * A failure to hand to a client.
   *
   * @param reason stable, in UPPER_SNAKE_CASE; travels in the trailer {@code langevin-reason}
   * @param message for a person: what, its value, what is allowed
   */
  public static StatusRuntimeException of(Status.Code code, String reason, String message) {
    Metadata trailers = new Metadata();
    trailers.put(REASON, reason);
    return code.toStatus().withDescription(shortened(message)).asRuntimeException(trailers);
  }

  /** The reason that a failure of a call carries, or the empty text. */
  public static String reason(Throwable failure) {
    Metadata trailers = Status.trailersFromThrowable(failure);
    String reason = trailers == null ? null : trailers.get(REASON);
    return reason == null ? "" : reason;
  }
}
