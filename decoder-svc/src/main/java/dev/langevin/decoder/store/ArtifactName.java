package dev.langevin.decoder.store;

import dev.langevin.runtime.generations.GenerationId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An artifact's name, written {@code id/index-sha256}. Nothing else can be one, so a name can't
 * lead out of a store.
 *
 * @param id the generation's id: 1 to 64 lower-case letters and digits
 * @param index the image's index, 0 to 9999
 * @param sha256 of the bytes, 64 lower-case hex digits
 */
public record ArtifactName(String id, int index, String sha256) {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern NAME =
      Pattern.compile("([a-z0-9]{1,64})/(0|[1-9][0-9]{0,3})-([0-9a-f]{64})");

  /** Checks the parts. */
  public ArtifactName {
    GenerationId.require(id);
    if (index < 0 || index > 9999 || !SHA256.matcher(sha256).matches()) {
      throw new IllegalArgumentException(
          "name: %d-%s is not index-sha256".formatted(index, sha256));
    }
  }

  /** The name of these bytes. */
  public static ArtifactName of(String id, int index, byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new ArtifactName(id, index, HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The name written so; IllegalArgumentException for anything else. */
  public static ArtifactName parse(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("name: %s is not id/index-sha256".formatted(name));
    }
    return new ArtifactName(matcher.group(1), Integer.parseInt(matcher.group(2)), matcher.group(3));
  }

  @Override
  public String toString() {
    return id + "/" + index + "-" + sha256;
  }
}
