package dev.langevin.gateway.identity;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a gateway can be told about who may call it.
 *
 * @param required whether callers have to sign in
 * @param keys the file of API keys, if there is one
 * @param tokens whose tokens are taken, if any are
 * @param quotas the file of what tenants may have at a time, if there is one
 * @param audit the file that notes who did what, if there is one
 */
public record AccessConfig(
    boolean required,
    Optional<Path> keys,
    Optional<TokenConfig> tokens,
    Optional<Path> quotas,
    Optional<Path> audit) {
  /** Nobody signs in. */
  public static final AccessConfig OPEN =
      new AccessConfig(
          false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?(::1|0:0:0:0:0:0:0:1)]?");

  /** Checks that those who have to sign in can. */
  public AccessConfig {
    if (required && keys.isEmpty() && tokens.isEmpty()) {
      throw new ConfigurationException(
          "LANGEVIN_AUTH: callers have to sign in, and there is nothing to do it with. Make a key"
              + " with \"langevin admin key create --keys FILE\" and set LANGEVIN_API_KEYS=FILE, or"
              + " set LANGEVIN_JWT_ISSUER; LANGEVIN_AUTH=none lets everybody in who reaches the"
              + " port");
    }
  }

  /**
   * From the environment. Callers sign in where there is something to do it with, and where the
   * port is open to other machines, unless {@code AUTH} says otherwise.
   *
   * @param host where the gateway listens
   */
  public static AccessConfig fromEnvironment(Environment environment, String host) {
    Optional<Path> keys = file("API_KEYS", environment.text("API_KEYS", ""));
    Optional<TokenConfig> tokens = TokenConfig.fromEnvironment(environment);
    boolean wise = keys.isPresent() || tokens.isPresent() || !loopback(host);
    String required = environment.choice("AUTH", wise ? "required" : "none", "none", "required");
    if (required.equals("none") && (keys.isPresent() || tokens.isPresent())) {
      throw new ConfigurationException(
          "LANGEVIN_AUTH: none lets everybody in, and %s says who may come in: leave out one of the two"
              .formatted(keys.isPresent() ? "LANGEVIN_API_KEYS" : "LANGEVIN_JWT_ISSUER"));
    }
    return new AccessConfig(
        required.equals("required"),
        keys,
        tokens,
        file("QUOTAS", environment.text("QUOTAS", "")),
        inFolder("AUDIT", environment.text("AUDIT", "")));
  }

  /** Whether only this machine reaches a host of this name; in doubt, no. */
  static boolean loopback(String host) {
    return LOOPBACK.matcher(host).matches();
  }

  private static Optional<Path> file(String key, String text) {
    Optional<Path> path = path(text);
    if (path.filter(file -> !Files.isReadable(file)).isPresent()) {
      throw new ConfigurationException(
          "LANGEVIN_%s: %s is not a file that can be read".formatted(key, text));
    }
    return path;
  }

  private static Optional<Path> inFolder(String key, String text) {
    Optional<Path> path = path(text);
    if (path.filter(file -> !Files.isDirectory(file.toAbsolutePath().getParent())).isPresent()) {
      throw new ConfigurationException(
          "LANGEVIN_%s: %s is not in a folder that is there".formatted(key, text));
    }
    return path;
  }

  private static Optional<Path> path(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
  }
}
