package dev.langevin.runtime.blob;

import dev.langevin.runtime.config.ConfigurationException;

/**
 * How an S3 server is asked to encrypt what it keeps.
 *
 * @param algorithm {@code none} (as the bucket has it by default), {@code AES256} or {@code
 *     aws:kms}
 * @param key id or ARN of the key of {@code aws:kms}; empty for the account's own one
 */
public record Encryption(String algorithm, String key) {
  /** As the bucket has it by default. */
  public static final Encryption NONE = new Encryption("none", "");

  private static final String KMS = "aws:kms";

  /** Whether a key of KMS is used. */
  public boolean kms() {
    return algorithm.equals(KMS);
  }

  /** Whether nothing is asked for. */
  public boolean none() {
    return algorithm.equals(NONE.algorithm);
  }

  static Encryption parse(String key, String value) {
    if (value.startsWith(KMS + ":") && value.length() > KMS.length() + 1) {
      return new Encryption(KMS, value.substring(KMS.length() + 1));
    }
    return switch (value) {
      case "none" -> NONE;
      case "AES256", KMS -> new Encryption(value, "");
      default ->
          throw new ConfigurationException(
              "%s: %s is not none, AES256, aws:kms or aws:kms:KEY".formatted(key, value));
    };
  }
}
