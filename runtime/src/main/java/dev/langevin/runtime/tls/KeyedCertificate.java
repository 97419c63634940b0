package dev.langevin.runtime.tls;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A certificate and its key.
 *
 * @param certificate says whose it is
 * @param key known to the owner alone
 */
public record KeyedCertificate(X509Certificate certificate, PrivateKey key) {
  /**
   * Reads one from PEM files.
   *
   * @param now when it has to be valid
   * @throws dev.langevin.runtime.config.ConfigurationException if a file can't be used; names it
   */
  public static KeyedCertificate read(Path certificate, Path key, Instant now) {
    TlsFiles files = new TlsFiles("", certificate, key, Optional.empty());
    Credentials read = Credentials.of(files, Credentials.Source.of(files), now);
    return new KeyedCertificate(read.chain().getFirst(), read.key());
  }

  /** DNS names in lower case, and addresses, that a certificate is for; empty if it has none. */
  public static List<String> names(X509Certificate certificate) {
    return Names.of(certificate);
  }

  /** The certificate as a file holds it. */
  public String certificateText() {
    try {
      return new Pem("CERTIFICATE", certificate.getEncoded()).text();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that can't be written", e);
    }
  }

  /** The key as a file holds it: PKCS #8, without a password. */
  public String keyText() {
    return new Pem("PRIVATE KEY", key.getEncoded()).text();
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "KeyedCertificate[" + certificate.getSubjectX500Principal() + "]";
  }
}
