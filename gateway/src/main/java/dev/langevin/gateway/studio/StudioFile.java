package dev.langevin.gateway.studio;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/**
 * A file of the page.
 *
 * @param type its media type
 * @param bytes the file
 * @param packed the same, gzipped; as long as {@code bytes} or longer where that saves nothing
 * @param tag the entity tag of {@code bytes}, in quotes
 */
record StudioFile(String type, byte[] bytes, byte[] packed, String tag) {
  /** So many digits tell the versions of a file apart. */
  private static final int DIGITS = 32;

  static StudioFile of(String type, byte[] bytes) {
    return new StudioFile(type, bytes, gzipped(bytes), tag(bytes));
  }

  /** Whether it goes packed to those who can unpack it. */
  boolean packs() {
    return packed.length < bytes.length;
  }

  private static byte[] gzipped(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static String tag(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return '"' + HexFormat.of().formatHex(digest).substring(0, DIGITS) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
