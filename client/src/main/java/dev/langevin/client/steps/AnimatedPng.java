package dev.langevin.client.steps;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes an animated PNG (PNG specification, third edition, "Animation information") of 8 bits a
 * channel that repeats for ever. Programs that don't know animations show the poster, which is none
 * of the frames.
 */
public final class AnimatedPng {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final byte UP = 2;
  private static final int MILLIS = 1000;

  private final OutputStream out;
  private final int width;
  private final int height;
  private int sequence;

  /**
   * Begins the file.
   *
   * @param poster what is shown where nothing moves; all frames have its size
   * @param frames how many there will be, at least 1
   */
  public AnimatedPng(OutputStream out, BufferedImage poster, int frames) throws IOException {
    this.out = out;
    this.width = poster.getWidth();
    this.height = poster.getHeight();
    out.write(SIGNATURE);
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    chunk("IHDR", header.put(new byte[] {8, 2, 0, 0, 0}).array());
    chunk("acTL", ByteBuffer.allocate(8).putInt(frames).putInt(0).array());
    chunk("IDAT", pixels(poster, new byte[0]));
  }

  /** Adds a frame that is seen so long. */
  public void frame(BufferedImage picture, int millis) throws IOException {
    if (picture.getWidth() != width || picture.getHeight() != height) {
      throw new IllegalArgumentException(
          "a frame of %dx%d among those of %dx%d"
              .formatted(picture.getWidth(), picture.getHeight(), width, height));
    }
    ByteBuffer control = ByteBuffer.allocate(26).putInt(sequence++).putInt(width).putInt(height);
    control.putInt(0).putInt(0).putShort((short) millis).putShort((short) MILLIS);
    chunk("fcTL", control.array());
    chunk("fdAT", pixels(picture, ByteBuffer.allocate(4).putInt(sequence++).array()));
  }

  /** Ends the file; the stream stays open. */
  public void end() throws IOException {
    chunk("IEND", new byte[0]);
  }

  /** Rows as differences to the row above: pictures that were scaled up repeat themselves. */
  private byte[] pixels(BufferedImage picture, byte[] before) throws IOException {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.write(before);
    try (DeflaterOutputStream deflated = new DeflaterOutputStream(data)) {
      byte[] above = new byte[width * 3];
      int[] colours = new int[width];
      for (int y = 0; y < height; y++) {
        picture.getRGB(0, y, width, 1, colours, 0, width);
        byte[] row = new byte[width * 3];
        byte[] difference = new byte[1 + row.length];
        difference[0] = UP;
        for (int i = 0; i < row.length; i++) {
          row[i] = (byte) (colours[i / 3] >> (16 - 8 * (i % 3)));
          difference[1 + i] = (byte) (row[i] - above[i]);
        }
        deflated.write(difference);
        above = row;
      }
    }
    return data.toByteArray();
  }

  private void chunk(String type, byte[] data) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    out.write(ByteBuffer.allocate(4).putInt(data.length).array());
    out.write(name);
    out.write(data);
    out.write(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}
