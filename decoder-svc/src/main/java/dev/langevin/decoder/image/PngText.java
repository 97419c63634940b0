package dev.langevin.decoder.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.InflaterInputStream;

/** Reads the text chunks of a PNG file: tEXt, zTXt and iTXt (ISO/IEC 15948, clause 11.3.4). */
public final class PngText {
  /** The most bytes that a compressed text may inflate to. */
  static final int MAX_INFLATED = 1 << 20;

  private static final long SIGNATURE = 0x89504e470d0a1a0aL;

  private PngText() {}

  /**
   * The texts by keyword; of two with one keyword the first.
   *
   * @throws IOException saying what is wrong with the file
   */
  public static Map<String, String> read(byte[] png) throws IOException {
    ByteBuffer file = ByteBuffer.wrap(png);
    if (file.remaining() < 8 || file.getLong() != SIGNATURE) {
      throw new IOException("not a PNG file: its first bytes are others");
    }
    Map<String, String> texts = new LinkedHashMap<>();
    while (file.remaining() >= 12) {
      int length = file.getInt();
      if (length < 0 || length > file.remaining() - 8) {
        throw new IOException("the PNG file is cut short");
      }
      byte[] chunk = new byte[length + 4];
      file.get(chunk);
      CRC32 crc = new CRC32();
      crc.update(chunk);
      String type = latin(chunk, 0, 4);
      if ((int) crc.getValue() != file.getInt()) {
        throw new IOException("the PNG file is damaged: checksum of chunk " + type);
      }
      if (type.equals("IEND")) {
        return texts;
      }
      read(type, Arrays.copyOfRange(chunk, 4, chunk.length), texts);
    }
    throw new IOException("the PNG file is cut short");
  }

  private static void read(String type, byte[] data, Map<String, String> texts) throws IOException {
    switch (type) {
      case "tEXt" -> {
        int end = zero(data, 0);
        put(texts, data, end, latin(data, end + 1, data.length));
      }
      case "zTXt" -> {
        int end = zero(data, 0);
        put(texts, data, end, inflate(data, end + 2, StandardCharsets.ISO_8859_1));
      }
      case "iTXt" -> {
        int end = zero(data, 0);
        int text = zero(data, zero(data, end + 3) + 1) + 1;
        boolean compressed = end + 1 < data.length && data[end + 1] == 1;
        put(
            texts,
            data,
            end,
            compressed
                ? inflate(data, text, StandardCharsets.UTF_8)
                : new String(data, text, data.length - text, StandardCharsets.UTF_8));
      }
      default -> {}
    }
  }

  private static void put(Map<String, String> texts, byte[] data, int end, String text) {
    texts.putIfAbsent(latin(data, 0, end), text);
  }

  private static int zero(byte[] data, int from) throws IOException {
    for (int i = from; i < data.length; i++) {
      if (data[i] == 0) {
        return i;
      }
    }
    throw new IOException("the PNG file is damaged: a text chunk without its separator");
  }

  private static String inflate(byte[] data, int from, Charset charset) throws IOException {
    if (from > data.length) {
      throw new IOException("the PNG file is damaged: a text chunk is cut short");
    }
    InputStream packed = new ByteArrayInputStream(data, from, data.length - from);
    try (InputStream in = new InflaterInputStream(packed)) {
      byte[] text = in.readNBytes(MAX_INFLATED + 1);
      if (text.length > MAX_INFLATED) {
        throw new IOException("a text of the PNG file is over " + MAX_INFLATED + " bytes");
      }
      return new String(text, charset);
    }
  }

  private static String latin(byte[] data, int from, int to) {
    return new String(data, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
