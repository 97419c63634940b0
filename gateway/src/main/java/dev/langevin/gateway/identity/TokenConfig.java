package dev.langevin.gateway.identity;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Whose tokens are taken, and for what.
 *
 * @param issuer what their {@code iss} has to be
 * @param audience what their {@code aud} has to have: tokens for other servers are none for this
 * @param keys where the issuer's keys are; empty to ask the issuer, as OpenID Connect has it
 * @param tenantClaim which claim names the tenant
 * @param algorithms what tokens may be signed with; all of them have a public key
 */
public record TokenConfig(
    String issuer, String audience, String keys, String tenantClaim, Set<String> algorithms) {
  /** Those that there are: with a shared secret, or none, a token could be anybody's. */
  private static final Set<String> KNOWN =
      new LinkedHashSet<>(
          Arrays.asList(
              "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"));

  private static final String USUAL = "RS256,PS256,ES256";

  /** Checks them. */
  public TokenConfig {
    requireSafe("LANGEVIN_JWT_ISSUER", issuer);
    if (!keys.isEmpty()) {
      requireSafe("LANGEVIN_JWT_KEYS", keys);
    }
    if (audience.isEmpty()) {
      throw new ConfigurationException(
          "LANGEVIN_JWT_AUDIENCE: absent; with LANGEVIN_JWT_ISSUER it has to be what tokens for"
              + " this server have in aud");
    }
    algorithms = Set.copyOf(algorithms);
    for (String algorithm : algorithms) {
      if (!KNOWN.contains(algorithm)) {
        throw new ConfigurationException(
            "LANGEVIN_JWT_ALGORITHMS: %s is not one of %s"
                .formatted(algorithm, String.join(", ", KNOWN)));
      }
    }
  }

  /** From the environment; empty if no tokens are taken. */
  static Optional<TokenConfig> fromEnvironment(Environment environment) {
    String issuer = environment.text("JWT_ISSUER", "");
    String audience = environment.text("JWT_AUDIENCE", "");
    String keys = environment.text("JWT_KEYS", "");
    String claim = environment.text("JWT_TENANT_CLAIM", "");
    String algorithms = environment.text("JWT_ALGORITHMS", "");
    if (issuer.isEmpty()) {
      if (!(audience + keys + claim + algorithms).isEmpty()) {
        throw new ConfigurationException(
            "LANGEVIN_JWT_ISSUER: absent; LANGEVIN_JWT_AUDIENCE, LANGEVIN_JWT_KEYS,"
                + " LANGEVIN_JWT_TENANT_CLAIM and LANGEVIN_JWT_ALGORITHMS are nothing without it");
      }
      return Optional.empty();
    }
    Set<String> each = new LinkedHashSet<>();
    Arrays.stream((algorithms.isEmpty() ? USUAL : algorithms).split(",", -1))
        .map(String::strip)
        .forEach(each::add);
    return Optional.of(
        new TokenConfig(issuer, audience, keys, claim.isEmpty() ? "tenant" : claim, each));
  }

  private static void requireSafe(String key, String url) {
    if (!safe(url)) {
      throw refused(key, url);
    }
  }

  /** Whether keys may come from this URL: who could change them on their way could make tokens. */
  static boolean safe(String url) {
    try {
      URI uri = URI.create(url);
      return uri.getHost() != null
          && ("https".equals(uri.getScheme())
              || "http".equals(uri.getScheme()) && AccessConfig.loopback(uri.getHost()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static ConfigurationException refused(String key, String url) {
    return new ConfigurationException(
        "%s: %s is not an https URL (or http, of this machine)".formatted(key, url));
  }
}
