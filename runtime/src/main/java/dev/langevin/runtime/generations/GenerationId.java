package dev.langevin.runtime.generations;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.regex.Pattern;

/** What the id of a generation looks like: it is also a key, and part of names of files. */
public final class GenerationId {
  private static final Pattern FORM = Pattern.compile("[a-z0-9]{1,64}");

  private static final int BYTES = 16;
  private static final int LENGTH = 26;

  private GenerationId() {}

  /** The id made of a digest's first 128 bits: 26 lower-case letters and digits. */
  public static String ofDigest(byte[] digest) {
    String digits = new BigInteger(1, Arrays.copyOf(digest, BYTES)).toString(32);
    return "0".repeat(LENGTH - digits.length()) + digits;
  }

  /**
   * Refuses what can't be one.
   *
   * @throws IllegalArgumentException naming the field, its value and what is allowed
   */
  public static void require(String id) {
    if (!FORM.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "generation_id: %s is not 1 to 64 lower-case letters and digits".formatted(id));
    }
  }
}
