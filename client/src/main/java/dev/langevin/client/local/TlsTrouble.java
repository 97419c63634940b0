package dev.langevin.client.local;

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

/** Says what to do when a connection fails over TLS, or for want of it. */
public final class TlsTrouble {
  private static final int DEEPEST = 20;

  /** What gRPC says itself. */
  private static final String CLOSED = "Network closed for unknown reason";

  private TlsTrouble() {}

  /**
   * What is wrong and what to do about it; empty if the failure is not of TLS.
   *
   * @param address of the server, for the message
   */
  public static Optional<String> of(String address, Throwable failure) {
    Throwable cause = failure;
    for (int i = 0; i < DEEPEST && cause != null; i++) {
      String message = cause.getMessage() == null ? "" : cause.getMessage();
      Optional<String> found = Optional.ofNullable(advice(address, cause, message));
      if (found.isPresent()) {
        return found;
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }

  private static String advice(String address, Throwable cause, String message) {
    return switch (cause) {
      // What a server answers is its own text, which may quote anything; only its causes count.
      case StatusException e -> closed(address, e.getStatus());
      case StatusRuntimeException e -> closed(address, e.getStatus());
      case CertificateExpiredException e ->
          "the certificate of %s has expired (%s); whoever runs the server has to renew it"
              .formatted(address, message);
      case CertificateNotYetValidException e ->
          "the certificate of %s is not valid yet (%s); see whether this machine's clock is right"
              .formatted(address, message);
      case CertPathBuilderException e -> unknown(address);
      case CertPathValidatorException e when e.getReason() == PKIXReason.NO_TRUST_ANCHOR ->
          unknown(address);
      case CertPathValidatorException e when e.getCause() == null ->
          "the certificate of %s can't be accepted: %s".formatted(address, message);
      case CertificateException e when message.startsWith("No ") ->
          ("the certificate of %s is for another name (%s); use a name that it is for, or have one"
                  + " issued for this name")
              .formatted(address, message);
      case SSLException e when message.contains("not an SSL/TLS record") ->
          "%s does not speak TLS; leave out https:// and --tls".formatted(address);
      case SSLException e when message.contains("fatal alert") ->
          ("%s refuses the connection (%s); if it asks clients for a certificate, name one with"
                  + " --client-cert and --client-key")
              .formatted(address, message);
      // The first bytes of a TLS alert, where a frame of HTTP/2 was expected.
      case Http2Exception e when message.contains("first 5 bytes: 1503") ->
          "%s speaks TLS; name it as https://%s, or use --tls".formatted(address, address);
      case ClosedChannelException e -> closed(address);
      case IOException e
          when message.contains("Connection reset") || message.contains("Broken pipe") ->
          closed(address);
      default -> null;
    };
  }

  /** Which of it and of a reset it is depends on whether its alert comes before its end. */
  private static String closed(String address, Status status) {
    String text = status.getDescription() == null ? "" : status.getDescription();
    return status.getCode() == Status.Code.UNAVAILABLE && text.startsWith(CLOSED)
        ? closed(address)
        : null;
  }

  private static String closed(String address) {
    return address.startsWith("https://")
        ? "%s closed the connection in the middle of the handshake; its log may say why"
            .formatted(address)
        : "%s closed the connection at once; if it speaks TLS, name it as https://%s, or use --tls"
            .formatted(address, address);
  }

  private static String unknown(String address) {
    return ("the certificate of %s is signed by an authority that is not trusted here; name the right"
            + " one with --ca FILE or LANGEVIN_CA")
        .formatted(address);
  }
}
