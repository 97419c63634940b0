package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.runtime.tls.KeyedCertificate;
import dev.langevin.runtime.tls.authority.CertificateAuthority;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesCommandTest {
  @TempDir Path folder;
  private Command command;
  private Path certificates;

  @BeforeEach
  void choose() {
    command = new Command(folder.resolve("unused"), folder);
    certificates = folder.resolve("tls");
  }

  @Test
  void certificates_newFolder_hasOneForEachServiceUnderItsNames() throws Exception {
    Langevins.Result made =
        run("--edge-name", "pictures.example", "--edge-name", "192.0.2.1", "--service", "kafka");

    assertThat(made.code()).as(made.err()).isZero();
    assertThat(made.out()).startsWith(certificates + ": 7 certificates, valid until ");
    for (String service :
        List.of("gateway", "text-encoder", "denoiser", "decoder", "orchestrator", "kafka")) {
      assertThat(names(service))
          .containsExactly(
              service,
              service + ".langevin",
              service + ".langevin.svc",
              service + ".langevin.svc.cluster.local",
              "localhost",
              "127.0.0.1",
              "0:0:0:0:0:0:0:1");
    }
    assertThat(names("edge"))
        .startsWith("pictures.example", "192.0.2.1", "gateway")
        .contains("localhost");
  }

  @Test
  void certificates_keys_areReadByTheirOwnerAloneAndFit() throws Exception {
    run();
    try (Stream<Path> files = Files.walk(certificates)) {
      List<Path> keys = files.filter(file -> file.toString().endsWith(".key")).toList();
      assertThat(keys).hasSize(7);
      for (Path key : keys) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
            .isEqualTo("rw-------");
      }
    }
    X509Certificate authority = certificate(certificates.resolve("ca.crt"));
    X509Certificate denoiser = read("denoiser").certificate();
    denoiser.verify(authority.getPublicKey());
    assertThat(denoiser.getExtendedKeyUsage()).hasSize(2);
    assertThat(Files.readAllBytes(certificates.resolve("denoiser/ca.crt")))
        .isEqualTo(Files.readAllBytes(certificates.resolve("ca.crt")));
  }

  @Test
  void certificates_folderIsNotEmpty_overwritesNothing() throws Exception {
    Files.createDirectories(certificates);
    Path other = Files.writeString(certificates.resolve("mine"), "mine");

    Langevins.Result refused = run();

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .isEqualTo(
            "langevin: DIR: %s is not empty, and nothing in it is overwritten; choose another, or --renew%n"
                .formatted(certificates));
    assertThat(certificates).isDirectoryNotContaining(file -> !file.equals(other));
  }

  @Test
  void certificates_renew_keepsTheAuthority() throws Exception {
    run("--days", "1");
    X509Certificate authority = certificate(certificates.resolve("ca.crt"));
    X509Certificate before = read("decoder").certificate();

    Langevins.Result renewed = run("--renew", "--days", "90", "--namespace", "pictures");

    assertThat(renewed.code()).as(renewed.err()).isZero();
    X509Certificate after = read("decoder").certificate();
    after.verify(authority.getPublicKey());
    assertThat(after.getNotAfter().toInstant())
        .isAfter(before.getNotAfter().toInstant())
        .isBefore(Instant.now().plus(Duration.ofDays(91)));
    assertThat(names("decoder")).contains("decoder.pictures.svc");
    assertThat(certificate(certificates.resolve("ca.crt"))).isEqualTo(authority);
  }

  @Test
  void certificates_renewWithoutOptions_keepsOwnersAndNames() throws Exception {
    run("--edge-name", "a.example", "--service", "kafka", "--namespace", "pictures");
    List<String> edge = names("edge");
    List<String> kafka = names("kafka");

    Langevins.Result renewed = run("--renew");

    assertThat(renewed.out()).startsWith(certificates + ": 7 certificates, valid until ");
    assertThat(names("edge")).isEqualTo(edge).contains("a.example");
    assertThat(names("kafka")).isEqualTo(kafka).contains("kafka.pictures.svc");
  }

  @Test
  void certificates_renewWithOptions_addsToWhatIsThere() throws Exception {
    run("--edge-name", "a.example");
    Files.delete(certificates.resolve("decoder/tls.crt"));

    Langevins.Result renewed = run("--renew", "--edge-name", "b.example", "--service", "kafka");

    assertThat(renewed.out()).startsWith(certificates + ": 6 certificates, valid until ");
    assertThat(names("edge")).contains("a.example", "b.example", "gateway.langevin");
    assertThat(names("kafka")).contains("kafka.langevin.svc");
    assertThat(names("denoiser")).doesNotContain("b.example").hasSize(7);
  }

  @Test
  void certificates_renew_leavesFilesThatTrustAnotherAuthorityToo() throws Exception {
    run();
    Path trusted = certificates.resolve("denoiser/ca.crt");
    String other = Files.readString(certificates.resolve("edge/tls.crt"));
    String both = other + Files.readString(trusted);
    Files.writeString(trusted, both);
    Files.writeString(certificates.resolve("decoder/ca.crt"), other);

    assertThat(run("--renew").code()).isZero();

    assertThat(trusted).hasContent(both);
    assertThat(certificates.resolve("decoder/ca.crt"))
        .hasSameTextualContentAs(certificates.resolve("ca.crt"));
  }

  @Test
  void certificates_renewByAnAuthorityThatEndsSoon_endsWithIt() throws Exception {
    run();
    Instant now = Instant.now();
    KeyedCertificate soon =
        CertificateAuthority.create("soon", now.minusSeconds(60), now.plus(Duration.ofDays(3)))
            .own();
    Files.writeString(certificates.resolve("ca.crt"), soon.certificateText());
    Files.writeString(certificates.resolve("ca.key"), soon.keyText());

    Langevins.Result renewed = run("--renew", "--days", "90");

    Instant end = soon.certificate().getNotAfter().toInstant();
    assertThat(renewed.out()).contains("valid until " + end);
    assertThat(read("denoiser").certificate().getNotAfter().toInstant()).isEqualTo(end);
  }

  @Test
  void certificates_renewWithoutAnAuthority_saysWhatIsMissing() {
    Langevins.Result refused = run("--renew");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .isEqualTo(
            "langevin: DIR: %s holds no authority to sign: CERTIFICATE: %s does not exist%n"
                .formatted(certificates, certificates.resolve("ca.crt")));
  }

  @Test
  void certificates_badOptions_areRefused() {
    assertInvalid(run("--days", "0"), "--days: 0 is not in 1..825");
    assertInvalid(run("--days", "826"), "--days: 826 is not in 1..825");
    assertInvalid(
        run("--namespace", "A b"), "--namespace: A b is not a namespace such as langevin");
    for (String name : List.of("a b", "999.1.1.1", "1.2.3", "1:2", "::1::")) {
      assertInvalid(
          run("--edge-name", name), "--edge-name: " + name + " is not a DNS name or an address");
    }
    assertInvalid(
        run("--service", "edge"),
        "--service: edge is the gateway's port, which has a certificate without it");
    assertInvalid(run("--service", "../x"), "--service: ../x is not a name such as kafka");
    assertThat(certificates).doesNotExist();
  }

  private static void assertInvalid(Langevins.Result result, String message) {
    assertThat(result.err()).isEqualTo("langevin: " + message + System.lineSeparator());
    assertThat(result.code()).isEqualTo(2);
  }

  private Langevins.Result run(String... options) {
    return command.run(
        Stream.concat(
                Stream.of("admin", "certificates", certificates.toString()), Stream.of(options))
            .toArray(String[]::new));
  }

  private KeyedCertificate read(String owner) {
    Path own = certificates.resolve(owner);
    return KeyedCertificate.read(own.resolve("tls.crt"), own.resolve("tls.key"), Instant.now());
  }

  private List<String> names(String owner) throws Exception {
    return read(owner).certificate().getSubjectAlternativeNames().stream()
        .map(name -> name.get(1).toString())
        .toList();
  }

  private static X509Certificate certificate(Path file) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
  }
}
