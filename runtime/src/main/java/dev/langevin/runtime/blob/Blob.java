package dev.langevin.runtime.blob;

import java.time.Instant;

/**
 * A blob that is there.
 *
 * @param name its name
 * @param bytes how many it has
 * @param written when it was
 */
public record Blob(String name, long bytes, Instant written) {
  /** The folder of what belongs to an id: below its first two characters, so that none is large. */
  public static String folder(String id) {
    return id.substring(0, Math.min(2, id.length())) + "/" + id;
  }
}
