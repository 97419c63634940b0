package dev.langevin.runtime.tls;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.langevin.runtime.tls.authority.Order;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class LiveCredentialsTest {
  private static final Duration NEVER = Duration.ofDays(1);

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  @RegisterExtension private final CapturedLog log = new CapturedLog();
  @TempDir Path folder;
  private TestCertificates certificates;

  @BeforeEach
  void issue() {
    certificates = new TestCertificates(folder);
  }

  @Test
  void look_nothingChanged_keepsWhatIsShown() {
    TlsFiles files = certificates.of("denoiser");
    try (LiveCredentials live = open(files)) {
      X509Certificate before = shown(live);
      live.look();
      assertThat(shown(live)).isSameAs(before);
    }
  }

  @Test
  void look_filesReplaced_showsTheNewAndKnowsTheOldForThoseThatHaveChosenIt() {
    TlsFiles files = certificates.of("denoiser");
    try (LiveCredentials live = open(files)) {
      String chosen = alias(live);
      X509Certificate before = shown(live);
      certificates.renew(files, order("denoiser", Duration.ofDays(30)));
      live.look();

      assertThat(shown(live)).isNotEqualTo(before);
      assertThat(live.keys().getCertificateChain(chosen)[0]).isEqualTo(before);
      assertThat(live.keys().getPrivateKey(chosen)).isNotNull();
      assertThat(live.keys().getPrivateKey("own-99")).isNull();
      assertThat(live.keys().getCertificateChain("own-99")).isNull();
    }
  }

  /** As Kubernetes does: the files are links into a folder that is a link. */
  @Test
  void look_linkLeadsElsewhere_showsTheNew() throws Exception {
    Path mounted = Files.createDirectories(folder.resolve("mounted"));
    Path old = version("2026_01");
    Path data = Files.createSymbolicLink(mounted.resolve("..data"), old.getFileName());
    for (String name : List.of("tls.crt", "tls.key", "ca.crt")) {
      Files.createSymbolicLink(mounted.resolve(name), Path.of("..data", name));
    }
    TlsFiles files =
        new TlsFiles(
            TlsFiles.INSIDE,
            mounted.resolve("tls.crt"),
            mounted.resolve("tls.key"),
            Optional.of(mounted.resolve("ca.crt")));
    try (LiveCredentials live = open(files)) {
      X509Certificate before = shown(live);
      Path next = version("2026_02");
      Path link = Files.createSymbolicLink(mounted.resolve("..data_tmp"), next.getFileName());
      Files.move(link, data, StandardCopyOption.ATOMIC_MOVE);
      live.look();

      assertThat(shown(live)).isNotEqualTo(before);
    }
  }

  @Test
  void look_halfWritten_keepsTheOldAndTellsOnceThatItStays() throws Exception {
    TlsFiles files = certificates.of("denoiser");
    TlsFiles next = certificates.of("decoder");
    try (LiveCredentials live = open(files)) {
      X509Certificate before = shown(live);
      Files.copy(next.certificate(), files.certificate(), StandardCopyOption.REPLACE_EXISTING);
      live.look();
      assertThat(shown(live)).isSameAs(before);
      assertThat(messages(Level.ERROR)).isEmpty();
      live.look();
      live.look();
      assertThat(messages(Level.ERROR))
          .singleElement()
          .asString()
          .contains("The certificates in use stay")
          .contains("is not the key of the certificate");

      Files.copy(next.key(), files.key(), StandardCopyOption.REPLACE_EXISTING);
      live.look();
      assertThat(shown(live).getSubjectX500Principal().getName()).contains("decoder");
    }
  }

  @Test
  void look_filesGone_keepsTheOldAndTellsIt() throws Exception {
    TlsFiles files = certificates.of("denoiser");
    try (LiveCredentials live = open(files)) {
      X509Certificate before = shown(live);
      Files.delete(files.key());
      live.look();
      live.look();
      assertThat(shown(live)).isSameAs(before);
      assertThat(messages(Level.ERROR)).singleElement().asString().contains("does not exist");
    }
  }

  @Test
  void look_chainInWrongOrder_keepsTheOldAndTellsItOnce() throws Exception {
    TlsFiles files = certificates.of("denoiser");
    try (LiveCredentials live = open(files)) {
      X509Certificate before = shown(live);
      String own = Files.readString(files.certificate());
      Files.writeString(files.certificate(), Files.readString(certificates.authorityFile()) + own);
      live.look();
      live.look();
      live.look();
      assertThat(shown(live)).isSameAs(before);
      assertThat(messages(Level.ERROR))
          .singleElement()
          .asString()
          .contains(files.certificate() + " does not hold its certificates in order");
    }
  }

  @Test
  void look_asItsEndComesNear_tellsItOnceADay() {
    TlsFiles files = certificates.of(order("denoiser", Duration.ofDays(10)));
    try (LiveCredentials live = open(files)) {
      Instant start = now.get();
      live.look();
      assertThat(messages(Level.WARN)).isEmpty();
      pass(live, start.plus(Duration.ofDays(8)).plusSeconds(60));
      pass(live, start.plus(Duration.ofDays(8)).plusSeconds(90));
      assertThat(messages(Level.WARN)).singleElement().asString().contains("renew it");
      pass(live, start.plus(Duration.ofDays(9)).plusSeconds(120));
      assertThat(messages(Level.WARN)).hasSize(2);
      assertThat(live.left()).isBetween(Duration.ofHours(23), Duration.ofHours(24));
      pass(live, start.plus(Duration.ofDays(10)).plusSeconds(1));
      assertThat(live.left()).isNegative();
      assertThat(messages(Level.ERROR)).singleElement().asString().contains("expired at");

      certificates.renew(
          files,
          new Order(
              "denoiser",
              List.of("d"),
              start,
              now.get().plus(Duration.ofDays(20)),
              Set.of(Order.Use.SERVER, Order.Use.CLIENT)));
      live.look();
      log.events().clear();
      pass(live, now.get().plus(Duration.ofDays(2)));
      assertThat(messages(Level.WARN)).isEmpty();
    }
  }

  @Test
  void rounds_lookByThemselves() {
    TlsFiles files = certificates.of("denoiser");
    try (LiveCredentials live =
        LiveCredentials.open(files, Set.of(), now::get, Duration.ofMillis(5))) {
      X509Certificate before = shown(live);
      certificates.renew(files, order("denoiser", Duration.ofDays(30)));
      while (shown(live).equals(before)) {
        Thread.onSpinWait();
      }
      assertThat(shown(live)).isNotEqualTo(before);
    }
  }

  private void pass(LiveCredentials live, Instant to) {
    now.set(to);
    live.look();
  }

  private Path version(String name) throws Exception {
    Path version = Files.createDirectories(folder.resolve("mounted").resolve(".." + name));
    KeyedCertificate issued = certificates.issue(order("denoiser", Duration.ofDays(30)));
    Files.writeString(version.resolve("tls.crt"), issued.certificateText());
    Files.writeString(version.resolve("tls.key"), issued.keyText());
    Files.copy(certificates.authorityFile(), version.resolve("ca.crt"));
    return version;
  }

  private Order order(String owner, Duration life) {
    return Order.both(owner, List.of(owner), now.get().minusSeconds(9), now.get().plus(life));
  }

  private LiveCredentials open(TlsFiles files) {
    return LiveCredentials.open(files, Set.of(), now::get, NEVER);
  }

  private static String alias(LiveCredentials live) {
    return live.keys().chooseServerAlias("EC", null, null);
  }

  private static X509Certificate shown(LiveCredentials live) {
    return live.keys().getCertificateChain(alias(live))[0];
  }

  private List<String> messages(Level level) {
    return log.events().stream()
        .filter(event -> event.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }
}
