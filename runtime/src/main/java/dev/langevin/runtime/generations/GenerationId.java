package dev.langevin.runtime.generations;

import java.util.regex.Pattern;

/** What the id of a generation looks like: it is also a key, and part of names of files. */
public final class GenerationId {
  private static final Pattern FORM = Pattern.compile("[a-z0-9]{1,64}");

  private GenerationId() {}

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
