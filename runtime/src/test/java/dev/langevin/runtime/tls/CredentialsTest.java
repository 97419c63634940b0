package dev.langevin.runtime.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.tls.authority.CertificateAuthority;
import dev.langevin.runtime.tls.authority.Order;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
  private final Instant now = Instant.now();
  @TempDir Path folder;
  private TestCertificates certificates;
  private TlsFiles files;

  @BeforeEach
  void issue() {
    certificates = new TestCertificates(folder);
    files = certificates.of("denoiser");
  }

  @Test
  void read_whatFits_isTaken() {
    Credentials read = read(files);

    assertThat(read.chain()).hasSize(1);
    assertThat(Names.of(read.chain().getFirst()))
        .containsExactly("localhost", "127.0.0.1", "denoiser");
    assertThat(read.authorities()).hasSize(1);
    assertThat(read.firstToEnd(files))
        .isEqualTo(new Credentials.Ending("LANGEVIN_TLS_CERTIFICATE", read.chain().getFirst()));
    assertThat(read.toString()).contains("denoiser").doesNotContain("key");
  }

  @Test
  void read_fileIsMissing_namesSettingAndFile() throws IOException {
    Files.delete(files.key());
    assertRefused(files, "LANGEVIN_TLS_KEY: " + files.key() + " does not exist");
    Files.delete(files.certificate());
    assertRefused(files, "LANGEVIN_TLS_CERTIFICATE: " + files.certificate() + " does not exist");
  }

  @Test
  void read_folderInPlaceOfAFile_isRefused() {
    TlsFiles odd = new TlsFiles(TlsFiles.EDGE, folder, files.key(), Optional.empty());
    assertRefused(odd, "LANGEVIN_EDGE_CERTIFICATE: " + folder + " can't be read: ");
  }

  @Test
  void read_nothingInPem_isRefused() throws IOException {
    Files.writeString(files.authority().orElseThrow(), "nothing\n");
    assertRefused(
        files,
        "LANGEVIN_TLS_CA: " + files.authority().orElseThrow() + " holds no certificate in PEM");
    Files.writeString(
        files.certificate(), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    assertRefused(files, "LANGEVIN_TLS_CERTIFICATE: " + files.certificate() + " is damaged: ");
    Files.writeString(
        files.certificate(), "-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----\n");
    assertRefused(files, "LANGEVIN_TLS_CERTIFICATE: " + files.certificate() + " is damaged: ");
  }

  @Test
  void read_keyOfAnother_isRefused() {
    TlsFiles other = certificates.of("decoder");
    TlsFiles mixed =
        new TlsFiles(TlsFiles.INSIDE, files.certificate(), other.key(), files.authority());
    assertRefused(
        mixed,
        "LANGEVIN_TLS_KEY: %s is not the key of the certificate in %s"
            .formatted(other.key(), files.certificate()));
  }

  @Test
  void read_chain_isTakenInOrderAlone() throws IOException {
    String own = Files.readString(files.certificate());
    String authority = Files.readString(files.authority().orElseThrow());
    String refused =
        "LANGEVIN_TLS_CERTIFICATE: %s does not hold its certificates in order: its own first, then who signed it; "
            .formatted(files.certificate());
    Files.writeString(files.certificate(), own + authority);
    assertThat(read(files).chain()).hasSize(2);

    Files.writeString(files.certificate(), authority + own);
    assertRefused(files, refused + "CN=denoiser, O=Langevin did not sign the one before it");
    Files.writeString(files.certificate(), own + own);
    assertRefused(files, refused + "CN=denoiser, O=Langevin stands there twice");
    Files.writeString(files.certificate(), own + authority + authority);
    assertRefused(files, refused + "CN=test authority, O=Langevin stands there twice");
  }

  @Test
  void read_expiredOrNotYetValid_isRefused() {
    TlsFiles old = certificates.expired("old");
    assertRefused(old, "LANGEVIN_TLS_CERTIFICATE: " + old.certificate() + " expired at ");
    Instant later = now.plus(Duration.ofDays(2));
    TlsFiles early =
        certificates.of(Order.both("early", List.of("early"), later, later.plusSeconds(9)));
    assertThatThrownBy(() -> read(early))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("is valid from ")
        .hasMessageContaining("see whether the clock is right");
  }

  @Test
  void read_expiredAuthority_isRefused() {
    Instant later = now.plus(Duration.ofDays(89));
    TlsFiles kept =
        certificates.of(Order.both("kept", List.of(), now, now.plus(Duration.ofDays(2_000))));
    Credentials.Source source = Credentials.Source.of(kept);
    assertThat(Credentials.of(kept, source, later).authorities()).hasSize(1);
    assertThatThrownBy(() -> Credentials.of(kept, source, now.plus(Duration.ofDays(1_000))))
        .hasMessageContaining("LANGEVIN_TLS_CA: ")
        .hasMessageContaining("has expired");
  }

  @Test
  void firstToEnd_oldAuthorityBesideANewOne_doesNotCount() throws IOException {
    Path trusted = files.authority().orElseThrow();
    String old = authority(now.plus(Duration.ofDays(5)));
    Files.writeString(trusted, old + Files.readString(trusted));
    Credentials both = read(files);
    assertThat(both.authorities()).hasSize(2);
    assertThat(both.firstToEnd(files).certificate()).isEqualTo(both.chain().getFirst());

    Files.writeString(trusted, old);
    Credentials one = read(files);
    assertThat(one.firstToEnd(files))
        .isEqualTo(new Credentials.Ending("LANGEVIN_TLS_CA", one.authorities().getFirst()));
  }

  @Test
  void read_forServersAlone_isRefusedInsideAndTakenAtTheEdge() {
    Order order =
        new Order("web", List.of("web"), now, now.plusSeconds(60), Set.of(Order.Use.SERVER));
    TlsFiles inside = certificates.of(order);
    assertRefused(
        inside,
        "LANGEVIN_TLS_CERTIFICATE: %s may be shown by a server alone; issue it for both"
            .formatted(inside.certificate()));
    TlsFiles edge =
        new TlsFiles(TlsFiles.EDGE, inside.certificate(), inside.key(), Optional.empty());
    assertThat(Credentials.of(edge, Credentials.Source.of(edge), now.plusSeconds(1)).authorities())
        .isEmpty();
  }

  private String authority(Instant until) {
    return CertificateAuthority.create("old", now.minusSeconds(60), until).own().certificateText();
  }

  private void assertRefused(TlsFiles which, String message) {
    assertThatThrownBy(() -> read(which))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(message);
  }

  private Credentials read(TlsFiles which) {
    return Credentials.of(which, Credentials.Source.of(which), Instant.now());
  }
}
