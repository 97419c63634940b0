package dev.langevin.runtime.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.langevin.runtime.tls.authority.CertificateAuthority;
import dev.langevin.runtime.tls.authority.Order;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TrustedPeersTest {
  private final Instant now = Instant.now();
  private final CertificateAuthority authority =
      CertificateAuthority.create("test", now.minusSeconds(60), now.plusSeconds(6_000));
  @RegisterExtension private final CapturedLog log = new CapturedLog();

  @Test
  void refused_lineEndInItsName_isOneLineOfTheLog() {
    refuse(trusting(), certificate("x\\0A2026-01-01 INFO all is well", List.of("x")));

    assertThat(messages())
        .singleElement()
        .asString()
        .startsWith("A client is refused, ")
        .contains("x\uFFFD2026-01-01 INFO all is well")
        .endsWith("its names are x, and those of gateway alone may call")
        .doesNotContain("\n");
  }

  @Test
  void refused_manyNames_areShortened() {
    List<String> names = IntStream.range(0, 100).mapToObj(i -> "name-" + i).toList();
    refuse(trusting(), certificate("x", names));

    assertThat(messages())
        .singleElement()
        .asString()
        .contains("name-0, name-1, ")
        .contains("…, and those of gateway alone may call")
        .doesNotContain("name-99");
  }

  @Test
  void refused_againAndAgain_isToldOnce() {
    TrustedPeers peers = trusting();
    X509Certificate one = certificate("one", List.of("one"));
    X509Certificate other = certificate("other", List.of("other"));
    for (int i = 0; i < 5; i++) {
      refuse(peers, one);
      refuse(peers, other);
    }

    assertThat(messages()).hasSize(2);
  }

  @Test
  void tell_anotherEachTime_isTenLinesAMinuteAndHowManyMore() {
    AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    Refusals refusals = new Refusals(nanos::get);
    for (int i = 0; i < 25; i++) {
      refusals.tell("refused " + i);
    }
    assertThat(messages()).hasSize(10);

    nanos.addAndGet(Duration.ofSeconds(61).toNanos());
    refusals.tell("refused 0");
    assertThat(messages()).endsWith("… and 15 more were refused", "refused 0").hasSize(12);
  }

  /** As while the authority is changed, by one that was made alike. */
  @Test
  void trusted_twoAuthoritiesOfOneName_areBoth() {
    CertificateAuthority next =
        CertificateAuthority.create("test", now.minusSeconds(60), now.plusSeconds(6_000));
    TrustedPeers peers = new TrustedPeers(Set.of());
    peers.trust(List.of(authority.own().certificate(), next.own().certificate()));
    Order order = Order.both("one", List.of("one"), now.minusSeconds(60), now.plusSeconds(600));
    for (CertificateAuthority each : List.of(authority, next)) {
      X509Certificate[] chain = {each.issue(order).certificate()};
      assertThatCode(() -> peers.checkClientTrusted(chain, "UNKNOWN")).doesNotThrowAnyException();
    }
  }

  private TrustedPeers trusting() {
    TrustedPeers peers = new TrustedPeers(Set.of("gateway"));
    peers.trust(List.of(authority.own().certificate()));
    return peers;
  }

  private X509Certificate certificate(String owner, List<String> names) {
    return authority
        .issue(Order.both(owner, names, now.minusSeconds(60), now.plusSeconds(600)))
        .certificate();
  }

  private static void refuse(TrustedPeers peers, X509Certificate certificate) {
    assertThatThrownBy(
            () -> peers.checkClientTrusted(new X509Certificate[] {certificate}, "UNKNOWN"))
        .isInstanceOf(CertificateException.class);
  }

  private List<String> messages() {
    return log.events().stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
