package dev.langevin.runtime.blob;

import java.util.regex.Pattern;

/** Names of blobs: parts of a-z, 0-9 and - joined by slashes, at most 512 characters in all. */
public final class BlobNames {
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]+(/[a-z0-9-]+)*");

  /** Below what file systems take for a part, and far below the 1,024 bytes of a key in S3. */
  private static final int MOST_CHARACTERS = 512;

  private static final int SHOWN = 80;

  private BlobNames() {}

  /** Whether it is one. */
  public static boolean valid(String name) {
    return name.length() <= MOST_CHARACTERS && NAME.matcher(name).matches();
  }

  /**
   * The name.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static String require(String name) {
    if (!valid(name)) {
      String shown = name.length() > MOST_CHARACTERS ? name.substring(0, SHOWN) + "…" : name;
      throw new IllegalArgumentException(
          "name: %s is not parts of a-z, 0-9 and - joined by slashes, %d characters at most"
              .formatted(shown, MOST_CHARACTERS));
    }
    return name;
  }
}
