package dev.langevin.runtime.blob;

import java.time.Instant;

/**
 * A blob that is there.
 *
 * @param name its name
 * @param bytes how many it has
 * @param written when it was
 */
public record Blob(String name, long bytes, Instant written) {}
