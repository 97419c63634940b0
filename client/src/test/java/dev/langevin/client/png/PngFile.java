package dev.langevin.client.png;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes the chunks of a PNG file, without a picture. */
final class PngFile {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  PngFile() {
    out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    chunk("IHDR", new byte[13]);
  }

  PngFile chunk(String type, byte[] data) {
    CRC32 crc = new CRC32();
    byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
    crc.update(name);
    crc.update(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    out.writeBytes(name);
    out.writeBytes(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    return this;
  }

  PngFile plain(String keyword, String text) {
    return chunk("tEXt", (keyword + "\0" + text).getBytes(StandardCharsets.ISO_8859_1));
  }

  PngFile compressed(String keyword, String text) {
    return chunk(
        "zTXt", join(keyword + "\0\0", deflate(text.getBytes(StandardCharsets.ISO_8859_1))));
  }

  PngFile international(String keyword, String text, boolean compress) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String head = keyword + "\0" + (compress ? "\1" : "\0") + "\0en\0\0";
    return chunk("iTXt", join(head, compress ? deflate(bytes) : bytes));
  }

  byte[] bytes() {
    return chunk("IEND", new byte[0]).out.toByteArray();
  }

  private static byte[] join(String head, byte[] tail) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
    joined.writeBytes(tail);
    return joined.toByteArray();
  }

  private static byte[] deflate(byte[] bytes) {
    Deflater deflater = new Deflater();
    deflater.setInput(bytes);
    deflater.finish();
    byte[] out = new byte[bytes.length + 100];
    int n = deflater.deflate(out);
    deflater.end();
    return java.util.Arrays.copyOf(out, n);
  }
}
