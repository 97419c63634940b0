package dev.langevin.client.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Error;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertPathValidatorException.Reason;
import java.security.cert.PKIXReason;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTroubleTest {
  static Stream<Arguments> causes() {
    return Stream.of(
        Arguments.of(path(PKIXReason.NO_TRUST_ANCHOR), "is signed by an authority that is not"),
        Arguments.of(path(BasicReason.ALGORITHM_CONSTRAINED), "can't be accepted: weak"),
        Arguments.of(new SSLException("not an SSL/TLS record: 0000"), "does not speak TLS"),
        Arguments.of(
            new Http2Exception(Http2Error.PROTOCOL_ERROR, "Hex dump for first 5 bytes: 1503030002"),
            "a:1 speaks TLS; name it as https://a:1"),
        Arguments.of(new SocketException("Connection reset"), "a:1 closed the connection at once"),
        Arguments.of(new ClosedChannelException(), "a:1 closed the connection at once"));
  }

  @ParameterizedTest
  @MethodSource("causes")
  void of_causeOfACall_isExplained(Exception cause, String advice) {
    Status failed = Status.UNAVAILABLE.withDescription("io exception").withCause(cause);

    assertThat(TlsTrouble.of("a:1", failed.asRuntimeException()).orElseThrow()).contains(advice);
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
  void of_textThatTheServerQuotes_isNothing(String quoted) {
    Status answered = Status.NOT_FOUND.withDescription(quoted);
    Status away = Status.UNAVAILABLE.withDescription("id: there is no " + quoted);

    assertThat(TlsTrouble.of("a:1", answered.asRuntimeException())).isEmpty();
    assertThat(TlsTrouble.of("a:1", away.asRuntimeException())).isEmpty();
  }

  @Test
  void of_grpcSaysThatItWasClosed_isExplained() {
    Status closed = Status.UNAVAILABLE.withDescription("Network closed for unknown reason");

    assertThat(TlsTrouble.of("a:1", closed.asRuntimeException()).orElseThrow())
        .contains("name it as https://a:1");
    assertThat(TlsTrouble.of("https://a:1", closed.asRuntimeException()).orElseThrow())
        .contains("in the middle of the handshake");
  }

  private static CertPathValidatorException path(Reason reason) {
    return new CertPathValidatorException("weak", null, null, -1, reason);
  }
}
