package dev.langevin.gateway.batches;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;

/**
 * The custom_ids of a file so far, as 128 bits of their digests, so that long ones cost no more.
 */
final class CustomIds {
  private record Digest(long high, long low) {}

  private final Map<Digest, Integer> lines = new HashMap<>();

  /**
   * Notes a line's custom_id.
   *
   * @return the number of the line that has it already; 0 if none has
   */
  int taken(String customId, int line) {
    Integer other = lines.putIfAbsent(digest(customId), line);
    return other == null ? 0 : other;
  }

  private static Digest digest(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      ByteBuffer digest = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes));
      return new Digest(digest.getLong(), digest.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
