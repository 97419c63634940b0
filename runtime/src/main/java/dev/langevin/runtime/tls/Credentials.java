package dev.langevin.runtime.tls;

import dev.langevin.runtime.config.ConfigurationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * What {@link TlsFiles} hold, checked.
 *
 * @param key of the first certificate
 * @param chain its own certificate, and then those of who signed it
 * @param authorities whose signatures are trusted; empty where nobody is asked
 */
record Credentials(PrivateKey key, List<X509Certificate> chain, List<X509Certificate> authorities) {
  /** What {@code extendedKeyUsage} has to allow, if a certificate has it. */
  private static final String AS_SERVER = "1.3.6.1.5.5.7.3.1";

  private static final String AS_CLIENT = "1.3.6.1.5.5.7.3.2";
  private static final String AS_ANY = "2.5.29.37.0";

  /** The bytes of the files, to see whether they have changed. */
  record Source(byte[] certificate, byte[] key, byte[] authority) {
    static Source of(TlsFiles files) {
      return new Source(
          bytes(files.certificateSetting(), files.certificate()),
          bytes(files.keySetting(), files.key()),
          files.authority().isEmpty()
              ? new byte[0]
              : bytes(files.authoritySetting(), files.authority().get()));
    }

    boolean same(Source other) {
      return java.util.Arrays.equals(certificate, other.certificate)
          && java.util.Arrays.equals(key, other.key)
          && java.util.Arrays.equals(authority, other.authority);
    }
  }

  /**
   * Reads and checks them.
   *
   * @param now the certificates have to be valid at
   * @throws ConfigurationException naming the setting, its file, and what is wrong with it
   */
  static Credentials of(TlsFiles files, Source source, Instant now) {
    List<X509Certificate> chain =
        certificates(files.certificateSetting(), files.certificate(), source.certificate());
    ordered(files, chain);
    check(files, chain.getFirst(), now);
    PrivateKey key = key(files, source.key(), chain.getFirst());
    List<X509Certificate> authorities = List.of();
    if (files.authority().isPresent()) {
      Path file = files.authority().get();
      authorities =
          certificates(files.authoritySetting(), file, source.authority()).stream()
              .filter(each -> each.getNotAfter().toInstant().isAfter(now))
              .toList();
      if (authorities.isEmpty()) {
        throw refused(files.authoritySetting(), file, "has expired; put the new one there");
      }
    }
    return new Credentials(key, chain, authorities);
  }

  /**
   * A certificate without which nobody connects any more.
   *
   * @param setting names its file
   */
  record Ending(String setting, X509Certificate certificate) {
    Instant until() {
      return certificate.getNotAfter().toInstant();
    }
  }

  /**
   * What ends first: its own certificate with those that it is shown with, or the last of the
   * authorities. One that ends before another is about to be replaced by that.
   */
  Ending firstToEnd(TlsFiles files) {
    Comparator<X509Certificate> end = Comparator.comparing(X509Certificate::getNotAfter);
    Ending own = new Ending(files.certificateSetting(), Collections.min(chain, end));
    if (authorities.isEmpty()) {
      return own;
    }
    Ending trust = new Ending(files.authoritySetting(), Collections.max(authorities, end));
    return trust.until().isBefore(own.until()) ? trust : own;
  }

  /** Java shows no others; and where an authority stands first, the key seems to be another's. */
  private static void ordered(TlsFiles files, List<X509Certificate> chain) {
    for (int i = 1; i < chain.size(); i++) {
      X509Certificate one = chain.get(i - 1);
      X509Certificate next = chain.get(i);
      String wrong =
          chain.subList(0, i).contains(next)
              ? "%s stands there twice"
              : one.getIssuerX500Principal().equals(next.getSubjectX500Principal())
                  ? ""
                  : "%s did not sign the one before it";
      if (!wrong.isEmpty()) {
        throw refused(
            files.certificateSetting(),
            files.certificate(),
            "does not hold its certificates in order: its own first, then who signed it; "
                + wrong.formatted(next.getSubjectX500Principal()));
      }
    }
  }

  private static void check(TlsFiles files, X509Certificate own, Instant now) {
    Instant from = own.getNotBefore().toInstant();
    Instant until = own.getNotAfter().toInstant();
    if (!until.isAfter(now)) {
      throw refused(
          files.certificateSetting(),
          files.certificate(),
          "expired at %s; put a new one there, with its key".formatted(until));
    }
    if (from.isAfter(now)) {
      throw refused(
          files.certificateSetting(),
          files.certificate(),
          "is valid from %s, and here it is %s; see whether the clock is right"
              .formatted(from, now));
    }
    if (files.prefix().equals(TlsFiles.INSIDE)) {
      usable(files, own);
    }
  }

  /** Inside, each service is server to some and client to others. */
  private static void usable(TlsFiles files, X509Certificate own) {
    try {
      List<String> uses = own.getExtendedKeyUsage();
      if (uses != null
          && !uses.contains(AS_ANY)
          && !(uses.contains(AS_SERVER) && uses.contains(AS_CLIENT))) {
        throw refused(
            files.certificateSetting(),
            files.certificate(),
            "may be shown by a %s alone; issue it for both, serverAuth and clientAuth"
                .formatted(uses.contains(AS_SERVER) ? "server" : "client"));
      }
    } catch (CertificateException e) {
      throw refused(files.certificateSetting(), files.certificate(), "is damaged: " + reason(e));
    }
  }

  private static PrivateKey key(TlsFiles files, byte[] bytes, X509Certificate own) {
    try {
      PrivateKey key = PrivateKeys.read(Pem.all(text(bytes)));
      if (PrivateKeys.fit(key, own.getPublicKey())) {
        return key;
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw refused(files.keySetting(), files.key(), "can't be used: " + reason(e));
    }
    throw refused(
        files.keySetting(),
        files.key(),
        "is not the key of the certificate in " + files.certificate());
  }

  private static List<X509Certificate> certificates(String setting, Path file, byte[] bytes) {
    List<X509Certificate> found = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Pem block : Pem.all(text(bytes))) {
        if (block.label().equals("CERTIFICATE")) {
          found.add(
              (X509Certificate)
                  factory.generateCertificate(new ByteArrayInputStream(block.bytes())));
        }
      }
    } catch (CertificateException | IllegalArgumentException e) {
      throw refused(setting, file, "is damaged: " + reason(e));
    }
    if (found.isEmpty()) {
      throw refused(setting, file, "holds no certificate in PEM");
    }
    return found;
  }

  private static byte[] bytes(String setting, Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw refused(setting, file, "does not exist");
    } catch (AccessDeniedException e) {
      throw refused(
          setting,
          file,
          "may not be read by %s, who runs this".formatted(System.getProperty("user.name")));
    } catch (IOException e) {
      throw refused(setting, file, "can't be read: " + reason(e));
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static ConfigurationException refused(String setting, Path file, String why) {
    return new ConfigurationException("%s: %s %s".formatted(setting, file, why));
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "Credentials[of " + chain.getFirst().getSubjectX500Principal() + "]";
  }
}
