package dev.langevin.runtime.batches;

import dev.langevin.runtime.generations.GenerationId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What is true of every batch's lines, wherever they are looked at. */
public final class BatchLines {
  /** The label of a line's generation that names its batch. */
  public static final String BATCH_LABEL = "langevin-batch";

  /** The label of a line's generation with its custom_id. */
  public static final String CUSTOM_ID_LABEL = "langevin-custom-id";

  private BatchLines() {}

  /**
   * The id of a line's generation, always the same, so that enqueueing a line twice is harmless.
   *
   * @param line its number in the file, from 1
   */
  public static String generationId(String batchId, int line) {
    try {
      byte[] name = ("line\0" + batchId + "\0" + line).getBytes(StandardCharsets.UTF_8);
      return GenerationId.ofDigest(MessageDigest.getInstance("SHA-256").digest(name));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
