package dev.langevin.runtime.tls;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a service is told about connections to and from the other services: nothing, and they are
 * plain, or certificates, and both sides of each connection show theirs.
 *
 * @param files what it shows, and whom it trusts
 * @param peers DNS names, in lower case, of which a caller's certificate has to have one; empty for
 *     whoever the authority signed
 */
public record TlsSettings(Optional<TlsFiles> files, Set<String> peers) {
  /** Plain connections. */
  public static final TlsSettings NONE = new TlsSettings(Optional.empty(), Set.of());

  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

  /** Checks the names. */
  public TlsSettings {
    peers = Set.copyOf(peers);
    for (String peer : peers) {
      if (!NAME.matcher(peer).matches()) {
        throw new ConfigurationException(
            "LANGEVIN_TLS_PEERS: %s is not a DNS name such as orchestrator".formatted(peer));
      }
    }
    if (files.isEmpty() && !peers.isEmpty()) {
      throw new ConfigurationException(
          "LANGEVIN_TLS_PEERS: %s can't be told apart without LANGEVIN_TLS_CERTIFICATE,"
                  .formatted(String.join(",", peers))
              + " LANGEVIN_TLS_KEY and LANGEVIN_TLS_CA");
    }
  }

  /** From the environment. */
  public static TlsSettings of(Environment environment) {
    String peers = environment.text("TLS_PEERS", "");
    List<String> names =
        peers.isBlank()
            ? List.of()
            : Arrays.stream(peers.split(",", -1))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
    return new TlsSettings(
        TlsFiles.inside(environment), names.stream().collect(Collectors.toUnmodifiableSet()));
  }
}
