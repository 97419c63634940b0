package dev.langevin.runtime.tls;

import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Says in words of this system why two did not come to terms. */
public final class Handshakes {
  private static final int DEEPEST = 20;
  private static final String UNKNOWN =
      "its certificate is signed by an authority that is not trusted here";
  private static final String MISMATCH =
      "one side may speak TLS and the other not, or it refuses our certificate";

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
      case CertificateExpiredException e -> Optional.of("its certificate has expired: " + message);
      case CertificateNotYetValidException e ->
          Optional.of("its certificate is not valid yet: " + message);
      case CertPathBuilderException e -> Optional.of(UNKNOWN);
      case CertPathValidatorException e when e.getCause() == null -> Optional.of(UNKNOWN);
      case CertificateException e when message.startsWith("No ") ->
          Optional.of("its certificate is not for the name that it was called by: " + message);
      case CertificateException e when e.getCause() == null -> Optional.of(message);
      case SSLException e when message.contains("fatal alert") ->
          Optional.of("it refuses our certificate, or how we connect: " + message);
      case SSLException e when message.contains("not an SSL/TLS record") ->
          Optional.of("it does not speak TLS");
      // The first bytes of a TLS alert, where a frame of HTTP/2 was expected.
      case Exception e when message.contains("first 5 bytes: 1503") ->
          Optional.of("it speaks TLS, and was called without");
      // Which of these it is depends on whether its alert comes before its end of the connection.
      case Exception e when message.contains("Network closed for unknown reason") ->
          Optional.of("it closed the connection at once; " + MISMATCH);
      case Exception e
          when message.contains("Connection reset")
              || message.contains("Broken pipe")
              || e instanceof ClosedChannelException ->
          Optional.of("it reset the connection: it has ended, or " + MISMATCH);
      default -> Optional.empty();
    };
  }
}
