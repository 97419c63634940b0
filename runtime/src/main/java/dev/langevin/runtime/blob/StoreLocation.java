package dev.langevin.runtime.blob;

import dev.langevin.runtime.config.ConfigurationException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a store keeps its blobs. Written as settings have it: {@link #toString}. */
public sealed interface StoreLocation {
  /**
   * A directory of this machine.
   *
   * @param path its path
   */
  record Folder(Path path) implements StoreLocation {
    @Override
    public String toString() {
      return path.toString();
    }
  }

  /**
   * A part of a bucket behind an S3 API.
   *
   * @param bucket its name
   * @param prefix what every key begins with, a slash at its end; empty for the whole bucket
   */
  record Bucket(String bucket, String prefix) implements StoreLocation {
    private static final String SCHEME = "s3://";
    private static final Pattern FORM =
        Pattern.compile(
            "s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:/[A-Za-z0-9!_.*'()-]{1,100}){0,8})/?");

    @Override
    public String toString() {
      String path = prefix.isEmpty() ? "" : "/" + prefix.substring(0, prefix.length() - 1);
      return SCHEME + bucket + path;
    }

    private static Bucket of(String key, String value) {
      Matcher form = FORM.matcher(value);
      if (!form.matches() || form.group(2).matches(".*/\\.\\.?(/.*)?")) {
        throw new ConfigurationException(
            ("%s: %s is not s3://bucket or s3://bucket/prefix, with a bucket of 3 to 63 of a-z, 0-9,"
                    + " . and -")
                .formatted(key, value));
      }
      String path = form.group(2);
      return new Bucket(form.group(1), path.isEmpty() ? "" : path.substring(1) + "/");
    }
  }

  /**
   * What a setting or an argument names: {@code s3://bucket/prefix}, else a directory.
   *
   * @param key of the setting, for messages
   * @throws ConfigurationException naming key, value and what is allowed
   */
  static StoreLocation parse(String key, String value) {
    if (value.startsWith(Bucket.SCHEME)) {
      return Bucket.of(key, value);
    }
    if (value.matches("[A-Za-z][A-Za-z0-9+.-]+://.*")) {
      throw new ConfigurationException(
          "%s: %s is neither a directory nor s3://bucket/prefix".formatted(key, value));
    }
    try {
      return new Folder(Path.of(value));
    } catch (InvalidPathException e) {
      throw new ConfigurationException("%s: %s is not a path".formatted(key, value), e);
    }
  }
}
