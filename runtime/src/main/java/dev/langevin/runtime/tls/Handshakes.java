package dev.langevin.runtime.tls;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXReason;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Says in words of this system why two did not come to terms. */
public final class Handshakes {
  private static final int DEEPEST = 20;
  private static final String UNKNOWN =
      "its certificate is signed by an authority that is not trusted here";
  private static final String MISMATCH =
      "one side may speak TLS and the other not, or it refuses our certificate";

  private static final String RESET = "it reset the connection: it has ended, or " + MISMATCH;

  /** What gRPC says itself. */
  private static final String CLOSED = "Network closed for unknown reason";

  private Handshakes() {}

  /** Why a connection failed, if certificates were the matter, or that there were none. */
  public static Optional<String> why(Throwable failure) {
    Throwable cause = failure;
    for (int i = 0; i < DEEPEST && cause != null; i++) {
      Optional<String> found = of(cause);
      if (found.isPresent()) {
        return found;
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }

  private static Optional<String> of(Throwable cause) {
    String message = cause.getMessage() == null ? "" : cause.getMessage();
    return switch (cause) {
      // What a server answers is its own text, which may quote anything; only its causes count.
      case StatusException e -> closed(e.getStatus());
      case StatusRuntimeException e -> closed(e.getStatus());
      case CertificateExpiredException e -> Optional.of("its certificate has expired: " + message);
      case CertificateNotYetValidException e ->
          Optional.of("its certificate is not valid yet: " + message);
      case CertPathBuilderException e -> Optional.of(UNKNOWN);
      case CertPathValidatorException e when e.getReason() == PKIXReason.NO_TRUST_ANCHOR ->
          Optional.of(UNKNOWN);
      case CertPathValidatorException e when e.getCause() == null ->
          Optional.of("its certificate can't be accepted: " + message);
      case CertificateException e when message.startsWith("No ") ->
          Optional.of("its certificate is not for the name that it was called by: " + message);
      case CertificateException e when e.getCause() == null -> Optional.of(message);
      case SSLException e when message.contains("fatal alert") ->
          Optional.of("it refuses our certificate, or how we connect: " + message);
      case SSLException e when message.contains("not an SSL/TLS record") ->
          Optional.of("it does not speak TLS");
      // The first bytes of a TLS alert, where a frame of HTTP/2 was expected.
      case Http2Exception e when message.contains("first 5 bytes: 1503") ->
          Optional.of("it speaks TLS, and was called without");
      case ClosedChannelException e -> Optional.of(RESET);
      case IOException e
          when message.contains("Connection reset") || message.contains("Broken pipe") ->
          Optional.of(RESET);
      default -> Optional.empty();
    };
  }

  /** Which of it and of a reset it is depends on whether its alert comes before its end. */
  private static Optional<String> closed(Status status) {
    String text = status.getDescription() == null ? "" : status.getDescription();
    return status.getCode() == Status.Code.UNAVAILABLE && text.startsWith(CLOSED)
        ? Optional.of("it closed the connection at once; " + MISMATCH)
        : Optional.empty();
  }
}
