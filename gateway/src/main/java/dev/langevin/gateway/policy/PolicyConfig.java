package dev.langevin.gateway.policy;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a gateway can be told about texts that it has to refuse.
 *
 * @param file of rules; LANGEVIN_POLICY, default none
 * @param hook that is asked about every request; LANGEVIN_POLICY_URL, default none
 * @param timeout of a question to it; LANGEVIN_POLICY_TIMEOUT, default 2 s
 * @param open whether requests are taken while it is away; LANGEVIN_POLICY_UNAVAILABLE is refuse,
 *     the default, or accept
 */
public record PolicyConfig(
    Optional<Path> file, Optional<URI> hook, Duration timeout, boolean open) {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  /** Nothing is refused. */
  public static final PolicyConfig NONE =
      new PolicyConfig(Optional.empty(), Optional.empty(), TIMEOUT, false);

  /** From the environment. */
  public static PolicyConfig fromEnvironment(Environment environment) {
    return new PolicyConfig(
        file(environment.text("POLICY", "")),
        url(environment.text("POLICY_URL", "")),
        environment.duration(
            "POLICY_TIMEOUT", TIMEOUT, Duration.ofMillis(50), Duration.ofMinutes(1)),
        environment.choice("POLICY_UNAVAILABLE", "refuse", "refuse", "accept").equals("accept"));
  }

  private static Optional<Path> file(String text) {
    if (!text.isEmpty() && !Files.isReadable(Path.of(text))) {
      throw new ConfigurationException(
          "LANGEVIN_POLICY: %s is not a file that can be read".formatted(text));
    }
    return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
  }

  private static Optional<URI> url(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    URI url = parsed(text);
    boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!http || url.getHost() == null || url.getUserInfo() != null) {
      throw refused();
    }
    return Optional.of(url);
  }

  private static URI parsed(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw refused();
    }
  }

  /** Without what it says, in which there may be a password. */
  private static ConfigurationException refused() {
    return new ConfigurationException(
        "LANGEVIN_POLICY_URL: what it says is not an http or https URL without a user");
  }
}
