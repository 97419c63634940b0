package dev.langevin.deploy.admin;

import dev.langevin.client.CommandException;
import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.tls.KeyedCertificate;
import dev.langevin.runtime.tls.authority.CertificateAuthority;
import dev.langevin.runtime.tls.authority.Order;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A folder with an authority, and one for each of those that it issued certificates to. Files that
 * hold keys can be read by their owner alone from the moment they are there.
 *
 * @param root where it is
 */
record CertificateFolder(Path root) {
  /** How long the authority is valid. */
  static final Duration AUTHORITY = Duration.ofDays(3650);

  /** For machines whose clocks go a little slow. */
  private static final Duration BEFORE = Duration.ofMinutes(5);

  private static final String CERTIFICATE = "tls.crt";
  private static final String KEY = "tls.key";
  private static final String AUTHORITY_FILE = "ca.crt";
  private static final String AUTHORITY_KEY = "ca.key";

  /**
   * Who gets a certificate.
   *
   * @param name its folder's, and its certificate's common name
   * @param names DNS names and addresses that it is called by
   */
  record Owner(String name, List<String> names) {}

  /**
   * What was issued.
   *
   * @param count certificates
   * @param until when they expire
   */
  record Issued(int count, Instant until) {}

  /** An authority, and a certificate for each owner, in a folder that is new or empty. */
  Issued make(List<Owner> owners, Instant now, Duration life) {
    try {
      Files.createDirectories(root);
      try (Stream<Path> files = Files.list(root)) {
        if (files.findAny().isPresent()) {
          throw CommandException.file(
              "DIR",
              root,
              "is not empty, and nothing in it is overwritten; choose another, or --renew");
        }
      }
      KeyedCertificate own =
          CertificateAuthority.create("langevin authority", now.minus(BEFORE), now.plus(AUTHORITY))
              .own();
      write(root.resolve(AUTHORITY_KEY), own.keyText(), true);
      write(root.resolve(AUTHORITY_FILE), own.certificateText(), false);
      return issue(own, owners, now, life);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /**
   * New certificates for all that have one, by the authority that is there.
   *
   * @param also adds to those that have one
   */
  Issued renew(UnaryOperator<List<Owner>> also, Instant now, Duration life) {
    try {
      Path authority = root.resolve(AUTHORITY_FILE);
      KeyedCertificate own = KeyedCertificate.read(authority, root.resolve(AUTHORITY_KEY), now);
      List<Owner> owners = also.apply(held());
      if (owners.isEmpty()) {
        throw CommandException.file("DIR", root, "holds no SERVICE/tls.crt to renew");
      }
      return issue(own, owners, now, life);
    } catch (ConfigurationException e) {
      throw CommandException.file("DIR", root, "holds no authority to sign: " + e.getMessage());
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Those whose folders hold certificates, also expired ones, and the names that these are for. */
  private List<Owner> held() throws IOException {
    List<Owner> held = new ArrayList<>();
    try (Stream<Path> folders = Files.list(root).sorted()) {
      for (Path folder : folders.toList()) {
        Path file = folder.resolve(CERTIFICATE);
        if (Files.isRegularFile(file)) {
          held.add(new Owner(folder.getFileName().toString(), names(file)));
        }
      }
    }
    return held;
  }

  private List<String> names(Path file) throws IOException {
    try {
      return KeyedCertificate.names(certificates(file).getFirst());
    } catch (CertificateException | NoSuchElementException e) {
      throw CommandException.file("DIR", root, file + " can't be renewed: it is no certificate");
    }
  }

  private static List<X509Certificate> certificates(Path file)
      throws IOException, CertificateException {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
          .map(X509Certificate.class::cast)
          .toList();
    }
  }

  /** All of them before any is written, none of which outlives the authority. */
  private Issued issue(KeyedCertificate own, List<Owner> owners, Instant now, Duration life)
      throws IOException {
    CertificateAuthority authority = new CertificateAuthority(own);
    Instant last = own.certificate().getNotAfter().toInstant();
    Instant until = now.plus(life).isBefore(last) ? now.plus(life) : last;
    Map<Owner, KeyedCertificate> all = new LinkedHashMap<>();
    for (Owner owner : owners) {
      all.put(
          owner,
          authority.issue(Order.both(owner.name(), owner.names(), now.minus(BEFORE), until)));
    }
    for (Map.Entry<Owner, KeyedCertificate> each : all.entrySet()) {
      Path folder = Files.createDirectories(root.resolve(each.getKey().name()));
      KeyedCertificate issued = each.getValue();
      write(folder.resolve(KEY), issued.keyText(), true);
      write(folder.resolve(CERTIFICATE), issued.certificateText(), false);
      if (!holds(folder.resolve(AUTHORITY_FILE), own.certificate())) {
        write(folder.resolve(AUTHORITY_FILE), own.certificateText(), false);
      }
    }
    return new Issued(owners.size(), until);
  }

  /** While the authority is changed, it may hold another one beside it. */
  private static boolean holds(Path file, X509Certificate authority) throws IOException {
    try {
      return Files.exists(file) && certificates(file).contains(authority);
    } catch (CertificateException e) {
      return false;
    }
  }

  /** Beside it and then renamed, so that nobody reads half a file. */
  private static void write(Path file, String text, boolean secret) throws IOException {
    Path draft = file.resolveSibling("." + file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    FileAttribute<?> mode =
        PosixFilePermissions.asFileAttribute(
            PosixFilePermissions.fromString(secret ? "rw-------" : "rw-r--r--"));
    Files.createFile(draft, mode);
    Files.writeString(draft, text, StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private CommandException unwritable(IOException e) {
    return CommandException.file("DIR", root, "can't be written: " + CommandException.reason(e));
  }
}
