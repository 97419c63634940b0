package dev.langevin.runtime.config;

/** A setting that can't be used. Its message names the key, the value and what is allowed. */
public final class ConfigurationException extends RuntimeException {
  /**
   * @param message names the key, the value and what is allowed
   */
  public ConfigurationException(String message) {
    super(message);
  }

  /**
   * @param message names the key, the value and what is allowed
   * @param cause what was thrown
   */
  public ConfigurationException(String message, Throwable cause) {
    super(message, cause);
  }

  static ConfigurationException refused(String key, String value, String allowed) {
    return new ConfigurationException("%s: %s is not %s".formatted(key, value, allowed));
  }
}
