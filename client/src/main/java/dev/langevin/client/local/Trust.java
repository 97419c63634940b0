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
public record Trust(Optional<Path> authority, Optional<Path> certificate, Optional<Path> key) {
  /** Whom Java trusts, with nothing to show. */
  public static final Trust OF_JAVA =
      new Trust(Optional.empty(), Optional.empty(), Optional.empty());

  /** Checks that certificate and key come together. */
  public Trust {
    if (certificate.isPresent() != key.isPresent()) {
      throw CommandException.invalid(
          "certificate", certificate.or(() -> key).orElseThrow(), "has no key, or is one alone");
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
    authority.ifPresent(
        file -> use("--ca", file, "holds no certificates in PEM", builder::trustManager));
    if (certificate.isPresent() && key.isPresent()) {
      use(
          "--client-cert",
          certificate.get(),
          "and its key can't be used; the key has to be PKCS #8 without a password",
          chain ->
              use(
                  "--client-key",
                  key.get(),
                  "is not a key of PKCS #8 without a password",
                  secret -> builder.keyManager(chain, secret)));
    }
    try {
      return builder.build();
    } catch (SSLException e) {
      throw CommandException.failed("this Java can't do TLS: " + e.getMessage(), e);
    }
  }

  private interface Use {
    void of(InputStream file);
  }

  private static void use(String option, Path file, String otherwise, Use use) {
    try (InputStream in = Files.newInputStream(file)) {
      use.of(in);
    } catch (NoSuchFileException e) {
      throw CommandException.file(option, file, "does not exist");
    } catch (IOException e) {
      throw CommandException.file(option, file, "can't be read: " + CommandException.reason(e));
    } catch (IllegalArgumentException e) {
      throw CommandException.file(option, file, otherwise);
    }
  }
}
