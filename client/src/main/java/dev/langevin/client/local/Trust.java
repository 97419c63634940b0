package dev.langevin.client.local;

import dev.langevin.client.CommandException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Whom a client trusts when a connection has TLS, and what it shows if it is asked.
 *
 * @param authority PEM file of those who sign servers' certificates; empty for those that Java
 *     trusts
 * @param certificate PEM file of its own certificate, for servers that ask; with its key, or empty
 * @param key PEM file of the certificate's key, as PKCS #8 without a password
 */
public record Trust(Optional<Named> authority, Optional<Named> certificate, Optional<Named> key) {
  private static final String NO_CERTIFICATES = "holds no certificates in PEM";
  private static final String NO_KEY = "is not a key of PKCS #8 without a password";

  /** Whom Java trusts, with nothing to show. */
  public static final Trust OF_JAVA =
      new Trust(Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * A file, and who named it.
   *
   * @param by the option, variable or method that did, for messages
   */
  public record Named(String by, Path file) {
    private interface Use {
      void of(InputStream bytes) throws CertificateException;
    }

    private void use(String otherwise, Use use) {
      try (InputStream in = Files.newInputStream(file)) {
        use.of(in);
      } catch (NoSuchFileException e) {
        throw CommandException.file(by, file, "does not exist");
      } catch (IOException e) {
        throw CommandException.file(by, file, "can't be read: " + CommandException.reason(e));
      } catch (IllegalArgumentException | CertificateException e) {
        throw CommandException.file(by, file, otherwise);
      }
    }
  }

  /** Checks that certificate and key come together. */
  public Trust {
    if (certificate.isPresent() != key.isPresent()) {
      Named alone = certificate.or(() -> key).orElseThrow();
      throw CommandException.file(alone.by(), alone.file(), "has no key, or is one alone");
    }
  }

  /**
   * What connections are made with.
   *
   * @throws CommandException if a file can't be used
   */
  SslContext context() {
    // The JDK's TLS: no library has to be unpacked at each call of the command.
    SslContextBuilder builder =
        GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK);
    authority.ifPresent(named -> named.use(NO_CERTIFICATES, builder::trustManager));
    if (certificate.isPresent() && key.isPresent()) {
      Named own = certificate.get();
      own.use(NO_CERTIFICATES, bytes -> ordered(own, bytes));
      own.use(
          NO_CERTIFICATES,
          chain -> key.get().use(NO_KEY, secret -> builder.keyManager(chain, secret)));
    }
    try {
      return builder.build();
    } catch (SSLException e) {
      throw CommandException.failed("this Java can't do TLS: " + e.getMessage(), e);
    }
  }

  /** Java shows no chain that is in another order. */
  private static void ordered(Named named, InputStream bytes) throws CertificateException {
    X509Certificate before = null;
    for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(bytes)) {
      X509Certificate next = (X509Certificate) each;
      if (before != null
          && (next.equals(before)
              || !before.getIssuerX500Principal().equals(next.getSubjectX500Principal()))) {
        throw CommandException.file(
            named.by(),
            named.file(),
            "does not hold its certificates in order: its own first, then who signed it");
      }
      before = next;
    }
    if (before == null) {
      throw new CertificateException("none");
    }
  }
}
