package dev.langevin.client.png;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The text chunks of a PNG file (W3C PNG specification, third edition, section 11.3.3): {@code
 * tEXt}, {@code zTXt} and {@code iTXt}.
 */
final class PngText {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  /** More than any tool writes, less than hurts. */
  private static final int TEXT_LIMIT = 1 << 20;

  private static final int CHUNK_OVERHEAD = 12;

  private PngText() {}

  /**
   * Texts by keyword; the first of a keyword counts.
   *
   * @throws IOException if {@code file} is no PNG, or is cut off or damaged before its end
   */
  static Map<String, String> read(byte[] file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(file);
    if (file.length < SIGNATURE.length
        || !Arrays.equals(file, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
      throw new IOException("is not a PNG file");
    }
    in.position(SIGNATURE.length);
    Map<String, String> texts = new LinkedHashMap<>();
    while (true) {
      if (in.remaining() < CHUNK_OVERHEAD) {
        throw new IOException("is cut off at byte " + file.length);
      }
      int start = in.position();
      int length = in.getInt();
      byte[] type = new byte[4];
      in.get(type);
      if (length < 0 || length > in.remaining() - 4) {
        throw new IOException("is cut off in the chunk at byte " + start);
      }
      byte[] data = new byte[length];
      in.get(data);
      CRC32 crc = new CRC32();
      crc.update(type);
      crc.update(data);
      if ((int) crc.getValue() != in.getInt()) {
        throw new IOException("is damaged: wrong checksum in the chunk at byte " + start);
      }
      switch (new String(type, StandardCharsets.ISO_8859_1)) {
        case "tEXt" -> add(texts, data, plain(data));
        case "zTXt" -> add(texts, data, compressed(data));
        case "iTXt" -> add(texts, data, international(data));
        case "IEND" -> {
          return texts;
        }
        default -> {}
      }
    }
  }

  private static void add(Map<String, String> texts, byte[] data, String text) throws IOException {
    texts.putIfAbsent(text(data, 0, zero(data, 0), StandardCharsets.ISO_8859_1), text);
  }

  private static String plain(byte[] data) throws IOException {
    return text(data, zero(data, 0) + 1, data.length, StandardCharsets.ISO_8859_1);
  }

  private static String compressed(byte[] data) throws IOException {
    // After the keyword: the method, always 0.
    byte[] text = inflate(data, zero(data, 0) + 2);
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  private static String international(byte[] data) throws IOException {
    // Keyword 0, flag, method, language 0, translated keyword 0, text.
    int flag = zero(data, 0) + 1;
    int language = zero(data, flag + 2);
    int start = zero(data, language + 1) + 1;
    if (data[flag] == 0) {
      return text(data, start, data.length, StandardCharsets.UTF_8);
    }
    return new String(inflate(data, start), StandardCharsets.UTF_8);
  }

  private static String text(byte[] data, int from, int to, Charset charset) {
    return new String(data, from, to - from, charset);
  }

  private static int zero(byte[] data, int from) throws IOException {
    for (int i = from; i < data.length; i++) {
      if (data[i] == 0) {
        return i;
      }
    }
    throw new IOException("is damaged: a text chunk without an end of its keyword");
  }

  private static byte[] inflate(byte[] data, int from) throws IOException {
    if (from > data.length) {
      throw new IOException("is damaged: a compressed text chunk without text");
    }
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(data, from, data.length - from);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] piece = new byte[8192];
      while (!inflater.finished()) {
        int n = inflater.inflate(piece);
        if (n == 0) {
          throw new IOException("is damaged: a compressed text chunk that is cut off");
        }
        out.write(piece, 0, n);
        if (out.size() > TEXT_LIMIT) {
          throw new IOException("holds a text of more than " + TEXT_LIMIT + " bytes");
        }
      }
      return out.toByteArray();
    } catch (DataFormatException e) {
      throw new IOException("is damaged: a compressed text chunk can't be read", e);
    } finally {
      inflater.end();
    }
  }
}
