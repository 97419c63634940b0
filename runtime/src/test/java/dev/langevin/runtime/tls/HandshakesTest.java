package dev.langevin.runtime.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Error;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertPathValidatorException.Reason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.PKIXReason;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakesTest {
  private static final String UNTRUSTED =
      "its certificate is signed by an authority that is not trusted here";
  private static final String RESET = "it reset the connection: it has ended, or one side may";

  static Stream<Arguments> causes() {
    return Stream.of(
        Arguments.of(new CertificateExpiredException("NotAfter"), "its certificate has expired: N"),
        Arguments.of(new CertPathBuilderException("no path"), UNTRUSTED),
        Arguments.of(path(PKIXReason.NO_TRUST_ANCHOR), UNTRUSTED),
        Arguments.of(
            path(BasicReason.ALGORITHM_CONSTRAINED), "its certificate can't be accepted: weak"),
        Arguments.of(
            new CertificateException("No name x"), "its certificate is not for the name that it"),
        Arguments.of(
            new SSLHandshakeException("Received fatal alert: bad_certificate"), "it refuses our"),
        Arguments.of(new SSLException("not an SSL/TLS record: 0000"), "it does not speak TLS"),
        Arguments.of(
            new Http2Exception(Http2Error.PROTOCOL_ERROR, "Hex dump for first 5 bytes: 1503030002"),
            "it speaks TLS, and was called without"),
        Arguments.of(new SocketException("Connection reset"), RESET),
        Arguments.of(new IOException("Broken pipe"), RESET),
        Arguments.of(new ClosedChannelException(), RESET));
  }

  @ParameterizedTest
  @MethodSource("causes")
  void why_causeOfACall_isSaid(Exception cause, String why) {
    Status failed = Status.UNAVAILABLE.withDescription("io exception").withCause(cause);

    assertThat(Handshakes.why(failed.asRuntimeException()).orElseThrow()).startsWith(why);
    assertThat(Handshakes.why(failed.asException()).orElseThrow()).startsWith(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection reset",
        "Broken pipe",
        "first 5 bytes: 1503",
        "Received fatal alert",
        "not an SSL/TLS record",
        "Network closed for unknown reason"
      })
  void why_textThatTheServerQuotes_isNothing(String quoted) {
    Status answered = Status.NOT_FOUND.withDescription(quoted);
    Status away = Status.UNAVAILABLE.withDescription("no replica takes " + quoted);

    assertThat(Handshakes.why(answered.asRuntimeException())).isEmpty();
    assertThat(Handshakes.why(away.asRuntimeException())).isEmpty();
    assertThat(Handshakes.why(new IllegalStateException(quoted, away.asException()))).isEmpty();
  }

  @Test
  void why_grpcSaysThatItWasClosed_isSaid() {
    Status closed = Status.UNAVAILABLE.withDescription("Network closed for unknown reason");

    assertThat(Handshakes.why(closed.asRuntimeException()).orElseThrow())
        .startsWith("it closed the connection at once; ");
  }

  private static CertPathValidatorException path(Reason reason) {
    return new CertPathValidatorException("weak", null, null, -1, reason);
  }
}
