package dev.langevin.bench.fuzz.target;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;

/** Picture files to make inputs of. */
public final class Pictures {
  private static final int SIDE = 16;
  private static final int HEADER_END = 33;

  private static final String COMMON =
      "a cat\nNegative prompt: blur\nSteps: 20, Sampler: DPM++ 2M, CFG scale: 7.5, Seed: 42,"
          + " Size: 64x64, Model: \"story, book\", Clip skip: 2";
  private static final String OURS =
      "{\"format\":1,\"version\":\"1\",\"model\":{\"name\":\"storybook\",\"digest\":\"00\"},"
          + "\"request\":{\"prompt\":\"a c\u00e4t\",\"size\":{\"width\":64,\"height\":64},"
          + "\"steps\":20,\"sampler\":\"euler\",\"seed\":7,\"guidanceScale\":5,"
          + "\"samplerOptions\":{\"sigmas\":[5,0],\"config\":{\"beta_end\":0.02}}}}";

  private Pictures() {}

  /** PNG files of every kind of pixel that is common, and a turned one. */
  public static List<byte[]> png() {
    Stream<byte[]> plain =
        Stream.of(
                BufferedImage.TYPE_INT_RGB,
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_BYTE_GRAY,
                BufferedImage.TYPE_USHORT_GRAY,
                BufferedImage.TYPE_BYTE_INDEXED,
                BufferedImage.TYPE_BYTE_BINARY)
            .map(type -> file(type, "png"));
    byte[] turned = with(file(BufferedImage.TYPE_INT_RGB, "png"), "eXIf", exif());
    return Stream.concat(plain, Stream.of(turned)).toList();
  }

  /** JPEG files, the last of them turned. */
  public static List<byte[]> jpeg() {
    byte[] plain = file(BufferedImage.TYPE_INT_RGB, "jpeg");
    byte[] exif = exif();
    ByteBuffer turned = ByteBuffer.allocate(plain.length + exif.length + 10);
    turned.put(plain, 0, 2).putShort((short) 0xffe1).putShort((short) (exif.length + 8));
    turned.put(latin("Exif\0\0")).put(exif).put(plain, 2, plain.length - 2);
    return List.of(plain, file(BufferedImage.TYPE_BYTE_GRAY, "jpeg"), turned.array());
  }

  /** A directory that says how the picture was held. */
  private static byte[] exif() {
    ByteBuffer tiff = ByteBuffer.allocate(26).put(latin("MM")).putShort((short) 42).putInt(8);
    tiff.putShort((short) 1).putShort((short) 274).putShort((short) 3).putInt(1);
    return tiff.putShort((short) 6).array();
  }

  /** PNG files with the texts of how they were made, in every form of chunk. */
  static List<byte[]> withTexts() {
    byte[] plain = png().getFirst();
    byte[] zeros = {0, 0, 0, 0, 0};
    return List.of(
        with(plain, "tEXt", joined("parameters", new byte[1], latin(COMMON))),
        with(plain, "zTXt", joined("parameters", new byte[2], packed(latin(COMMON)))),
        with(plain, "iTXt", joined("langevin", zeros, OURS.getBytes(StandardCharsets.UTF_8))),
        with(
            plain,
            "iTXt",
            joined(
                "langevin",
                new byte[] {0, 1, 0, 0, 0},
                packed(OURS.getBytes(StandardCharsets.UTF_8)))));
  }

  private static byte[] file(int type, String format) {
    BufferedImage image = new BufferedImage(SIDE, SIDE, type);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(200, 80, 40, 200));
    graphics.fillOval(2, 2, SIDE - 4, SIDE - 6);
    graphics.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalStateException("no writer of " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] joined(String keyword, byte[] between, byte[] text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Charset latin = StandardCharsets.ISO_8859_1;
    out.writeBytes(keyword.getBytes(latin));
    out.writeBytes(between);
    out.writeBytes(text);
    return out.toByteArray();
  }

  private static byte[] packed(byte[] text) {
    Deflater deflater = new Deflater();
    deflater.setInput(text);
    deflater.finish();
    byte[] packed = new byte[text.length + 64];
    int length = deflater.deflate(packed);
    deflater.end();
    return java.util.Arrays.copyOf(packed, length);
  }

  /** The file with a chunk after its header. */
  private static byte[] with(byte[] png, String type, byte[] data) {
    ByteBuffer chunk = ByteBuffer.allocate(data.length + 12);
    chunk.putInt(data.length).put(latin(type)).put(data);
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), 4, data.length + 4);
    chunk.putInt((int) crc.getValue());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(png, 0, HEADER_END);
    out.writeBytes(chunk.array());
    out.write(png, HEADER_END, png.length - HEADER_END);
    return out.toByteArray();
  }
}
