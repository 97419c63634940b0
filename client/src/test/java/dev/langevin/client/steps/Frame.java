package dev.langevin.client.steps;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** A frame of an animated PNG, read as the specification says. */
record Frame(BufferedImage picture, int millis) {
  private static final int SIGNATURE = 8;

  /** All of them; fails where the file contradicts itself. */
  static List<Frame> of(byte[] file) throws IOException {
    List<Frame> frames = new ArrayList<>();
    byte[] header = null;
    int announced = 0;
    int sequence = 0;
    int millis = 0;
    for (int at = SIGNATURE; at < file.length; ) {
      ByteBuffer chunk = ByteBuffer.wrap(file, at, file.length - at);
      int length = chunk.getInt();
      String type = new String(file, at + 4, 4, StandardCharsets.ISO_8859_1);
      byte[] data = Arrays.copyOfRange(file, at + 8, at + 8 + length);
      CRC32 crc = new CRC32();
      crc.update(file, at + 4, 4 + length);
      require((int) crc.getValue() == ByteBuffer.wrap(file, at + 8 + length, 4).getInt(), type);
      switch (type) {
        case "IHDR" -> header = Arrays.copyOfRange(file, at, at + 12 + length);
        case "acTL" -> announced = ByteBuffer.wrap(data).getInt();
        case "fcTL" -> {
          ByteBuffer control = ByteBuffer.wrap(data);
          require(control.getInt() == sequence++, "fcTL's number");
          millis = control.getShort(20) * 1000 / control.getShort(22);
        }
        case "fdAT" -> {
          require(ByteBuffer.wrap(data).getInt() == sequence++, "fdAT's number");
          frames.add(new Frame(picture(file, header, data), millis));
        }
        default -> {}
      }
      at += 12 + length;
    }
    require(announced == frames.size(), "number of frames");
    return frames;
  }

  /** As a PNG of its own, whose reader says what it thinks of it. */
  private static BufferedImage picture(byte[] file, byte[] header, byte[] data) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.write(file, 0, SIGNATURE);
    png.write(header);
    byte[] body = data.clone();
    System.arraycopy("IDAT".getBytes(StandardCharsets.ISO_8859_1), 0, body, 0, 4);
    CRC32 crc = new CRC32();
    crc.update(body);
    png.write(ByteBuffer.allocate(4).putInt(body.length - 4).array());
    png.write(body);
    png.write(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    return ImageIO.read(new ByteArrayInputStream(png.toByteArray()));
  }

  private static void require(boolean met, String what) throws IOException {
    if (!met) {
      throw new IOException("wrong: " + what);
    }
  }
}
