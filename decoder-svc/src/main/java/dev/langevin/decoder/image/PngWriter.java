package dev.langevin.decoder.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes PNG files (ISO/IEC 15948) whose bytes depend on pixels and texts alone: no time, no
 * program, a fixed compression level. Texts come before the pixels, in the order of the map.
 */
public final class PngWriter {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int LEVEL = 9;

  private PngWriter() {}

  /**
   * A PNG file.
   *
   * @param texts text by keyword; a keyword has 1 to 79 Latin-1 characters, a text has no NUL
   */
  public static byte[] write(Rgb picture, Map<String, String> texts) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(SIGNATURE);
    ByteBuffer header = ByteBuffer.allocate(13);
    header.putInt(picture.width()).putInt(picture.height());
    header.put(new byte[] {8, 2, 0, 0, 0});
    chunk(file, "IHDR", header.array());
    texts.forEach((keyword, text) -> text(file, keyword, text));
    chunk(file, "IDAT", deflate(PngFilter.apply(picture)));
    chunk(file, "IEND", new byte[0]);
    return file.toByteArray();
  }

  /** Latin-1 in tEXt, which every reader knows; all else in iTXt. */
  private static void text(ByteArrayOutputStream file, String keyword, String text) {
    if (keyword.isEmpty() || keyword.length() > 79 || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("text chunk " + keyword + ": bad keyword or a NUL");
    }
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes(keyword.getBytes(StandardCharsets.ISO_8859_1));
    if (StandardCharsets.ISO_8859_1.newEncoder().canEncode(text)) {
      data.write(0);
      data.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
      chunk(file, "tEXt", data.toByteArray());
    } else {
      data.writeBytes(new byte[5]);
      data.writeBytes(text.getBytes(StandardCharsets.UTF_8));
      chunk(file, "iTXt", data.toByteArray());
    }
  }

  private static void chunk(ByteArrayOutputStream file, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    file.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    file.writeBytes(name);
    file.writeBytes(data);
    file.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  private static byte[] deflate(byte[] data) {
    Deflater deflater = new Deflater(LEVEL);
    try {
      deflater.setInput(data);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }
}
