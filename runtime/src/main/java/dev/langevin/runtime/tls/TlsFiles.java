package dev.langevin.runtime.tls;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import java.nio.file.Path;
import java.util.Optional;

/**
 * PEM files that one side of a connection works with, and the settings that name them.
 *
 * @param prefix what the settings' names begin with, for messages
 * @param certificate its own certificate, and then those between it and the one that is trusted
 * @param key the certificate's key, without a password
 * @param authority certificates of those who sign its peers'; empty if it does not ask who they are
 */
public record TlsFiles(String prefix, Path certificate, Path key, Optional<Path> authority) {
  /** Of what the services show each other. */
  public static final String INSIDE = Environment.PREFIX + "TLS_";

  /** Of what the gateway shows its clients. */
  public static final String EDGE = Environment.PREFIX + "EDGE_";

  /** What a service shows the others, and whom it trusts; all three files, or none. */
  static Optional<TlsFiles> inside(Environment environment) {
    return of(
        INSIDE,
        environment.path("TLS_CERTIFICATE", null),
        environment.path("TLS_KEY", null),
        environment.path("TLS_CA", null),
        true);
  }

  /** What a gateway shows its clients; with an authority, they have to show a certificate too. */
  public static Optional<TlsFiles> edge(Environment environment) {
    return of(
        EDGE,
        environment.path("EDGE_CERTIFICATE", null),
        environment.path("EDGE_KEY", null),
        environment.path("EDGE_CA", null),
        false);
  }

  /** The setting that names the certificate. */
  String certificateSetting() {
    return prefix + "CERTIFICATE";
  }

  /** The setting that names the key. */
  String keySetting() {
    return prefix + "KEY";
  }

  /** The setting that names the authority. */
  String authoritySetting() {
    return prefix + "CA";
  }

  private static Optional<TlsFiles> of(
      String prefix, Path certificate, Path key, Path authority, boolean mutual) {
    if (certificate == null && key == null && authority == null) {
      return Optional.empty();
    }
    require(prefix, "CERTIFICATE", certificate, mutual);
    require(prefix, "KEY", key, mutual);
    if (mutual) {
      require(prefix, "CA", authority, true);
    }
    return Optional.of(new TlsFiles(prefix, certificate, key, Optional.ofNullable(authority)));
  }

  private static void require(String prefix, String key, Path file, boolean mutual) {
    if (file == null) {
      String together = prefix + "CERTIFICATE" + (mutual ? ", " : " and ") + prefix + "KEY";
      throw new ConfigurationException(
          "%s%s: none is not allowed where the others are set; %s go together"
              .formatted(prefix, key, mutual ? together + " and " + prefix + "CA" : together));
    }
  }
}
