package dev.langevin.runtime.blob;

import dev.langevin.runtime.config.Environment;
import java.nio.file.Path;

/**
 * Where a service keeps its blobs, and how it gets there.
 *
 * @param key the setting that names the place, for messages
 * @param location a directory or a part of a bucket
 * @param s3 how a bucket is reached; of no use to a directory
 */
public record StoreSettings(String key, StoreLocation location, S3Settings s3) {
  /**
   * Reads them.
   *
   * @param key of the setting that names the place, without prefix
   * @throws dev.langevin.runtime.config.ConfigurationException naming setting, value and what is
   *     allowed
   */
  public static StoreSettings of(Environment environment, String key, Path fallback) {
    String name = Environment.PREFIX + key;
    String place = environment.text(key, fallback.toString());
    return new StoreSettings(name, StoreLocation.parse(name, place), S3Settings.of(environment));
  }

  /** A directory. */
  public static StoreSettings in(String key, Path folder) {
    return new StoreSettings(
        Environment.PREFIX + key, new StoreLocation.Folder(folder), S3Settings.DEFAULTS);
  }
}
