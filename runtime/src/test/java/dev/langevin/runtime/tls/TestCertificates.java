package dev.langevin.runtime.tls;

import dev.langevin.runtime.tls.authority.CertificateAuthority;
import dev.langevin.runtime.tls.authority.Order;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An authority, and the files of those that it issued certificates to, in a test's folder. */
public final class TestCertificates {
  private static final Duration LIFE = Duration.ofDays(90);

  private final Path folder;
  private final CertificateAuthority authority;

  /** In this folder, which may hold those of other authorities too. */
  public TestCertificates(Path folder) {
    this.folder = folder;
    Instant now = Instant.now();
    authority =
        CertificateAuthority.create(
            "test authority", now.minus(LIFE), now.plus(LIFE.multipliedBy(9)));
  }

  /** Where the authority's certificate is. */
  public Path authorityFile() {
    return write(folder.resolve("ca.crt"), authority.own().certificateText());
  }

  /** What a service has that goes by these names, and by localhost's. */
  public TlsFiles of(String owner, String... names) {
    List<String> all =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of("localhost", "127.0.0.1", owner),
                List.of(names).stream())
            .toList();
    Instant now = Instant.now();
    return of(Order.both(owner, all, now.minusSeconds(60), now.plus(LIFE)));
  }

  /** What a service has whose certificate is like this. */
  public TlsFiles of(Order order) {
    Path certificate = folder.resolve(order.owner() + ".crt");
    Path key = folder.resolve(order.owner() + ".key");
    write(certificate, key, order);
    return new TlsFiles(TlsFiles.INSIDE, certificate, key, Optional.of(authorityFile()));
  }

  /** One that was valid until a minute ago, for localhost. */
  public TlsFiles expired(String owner) {
    Instant now = Instant.now();
    return of(Order.both(owner, List.of("localhost"), now.minus(LIFE), now.minusSeconds(60)));
  }

  /** Puts another certificate and key in their place. */
  public void renew(TlsFiles files, Order order) {
    write(files.certificate(), files.key(), order);
  }

  /** What a process holds that read the files at that time, and goes on as if it still were. */
  public static LiveCredentials openedAt(Instant time, TlsFiles files) {
    return LiveCredentials.open(files, Set.of(), () -> time, LIFE);
  }

  /** The same files as settings of a service. */
  public static TlsSettings settings(TlsFiles files, String... peers) {
    return new TlsSettings(Optional.of(files), Set.of(peers));
  }

  /** Issues without writing. */
  public KeyedCertificate issue(Order order) {
    return authority.issue(order);
  }

  private void write(Path certificate, Path key, Order order) {
    KeyedCertificate issued = authority.issue(order);
    write(key, issued.keyText());
    write(certificate, issued.certificateText());
  }

  private static Path write(Path file, String text) {
    try {
      Path draft = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
      return Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
