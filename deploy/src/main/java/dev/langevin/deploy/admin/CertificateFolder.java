package dev.langevin.deploy.admin;

import dev.langevin.client.CommandException;
import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.tls.KeyedCertificate;
import dev.langevin.runtime.tls.authority.CertificateAuthority;
import dev.langevin.runtime.tls.authority.Order;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** An authority, and a certificate for each owner, in a folder that is new or empty. */
  void make(List<Owner> owners, Instant now, Duration life) {
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
      CertificateAuthority authority =
          CertificateAuthority.create("langevin authority", now.minus(BEFORE), now.plus(AUTHORITY));
      write(root.resolve(AUTHORITY_KEY), authority.own().keyText(), true);
      write(root.resolve(AUTHORITY_FILE), authority.own().certificateText(), false);
      issue(authority, owners, now, life);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** New certificates for all owners, by the authority that is there. */
  void renew(List<Owner> owners, Instant now, Duration life) {
    try {
      CertificateAuthority authority =
          new CertificateAuthority(
              KeyedCertificate.read(
                  root.resolve(AUTHORITY_FILE), root.resolve(AUTHORITY_KEY), now));
      issue(authority, owners, now, life);
    } catch (ConfigurationException e) {
      throw CommandException.failed(e.getMessage(), e);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** All of them before any is written: there is no half of it. */
  private void issue(CertificateAuthority authority, List<Owner> owners, Instant now, Duration life)
      throws IOException {
    Map<Owner, KeyedCertificate> all = new LinkedHashMap<>();
    for (Owner owner : owners) {
      all.put(
          owner,
          authority.issue(
              Order.both(owner.name(), owner.names(), now.minus(BEFORE), now.plus(life))));
    }
    for (Map.Entry<Owner, KeyedCertificate> each : all.entrySet()) {
      Path folder = Files.createDirectories(root.resolve(each.getKey().name()));
      KeyedCertificate issued = each.getValue();
      write(folder.resolve(KEY), issued.keyText(), true);
      write(folder.resolve(CERTIFICATE), issued.certificateText(), false);
      write(folder.resolve(AUTHORITY_FILE), authority.own().certificateText(), false);
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
