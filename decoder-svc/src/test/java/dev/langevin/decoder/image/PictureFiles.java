package dev.langevin.decoder.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Picture files of every kind, good and hostile. */
public final class PictureFiles {
  private static final int AFTER_HEADER = 33;

  private PictureFiles() {}

  /** A picture in a format of ImageIO's. */
  public static byte[] file(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (!ImageIO.write(image, format, out)) {
      throw new IOException("no writer of " + format);
    }
    return out.toByteArray();
  }

  /** Another corner in each colour, so that no turning is like another. */
  public static BufferedImage corners(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int red = x < width / 2 ? 0xe0 : 0x10;
        int green = y < height / 2 ? 0xe0 : 0x10;
        image.setRGB(x, y, red << 16 | green << 8 | (x < width / 2 && y < height / 2 ? 0 : 0x80));
      }
    }
    return image;
  }

  /**
   * A scene as a camera stores it that was held so. EXIF says which side of the scene the stored
   * rows begin at, and which the columns.
   */
  public static BufferedImage stored(BufferedImage scene, int orientation) {
    boolean lies = orientation > 4;
    boolean fromRight = List.of(2, 3, 6, 7).contains(orientation);
    boolean fromBottom = List.of(3, 4, 7, 8).contains(orientation);
    int width = lies ? scene.getHeight() : scene.getWidth();
    int height = lies ? scene.getWidth() : scene.getHeight();
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        int x = lies ? row : column;
        int y = lies ? column : row;
        int across = fromRight ? scene.getWidth() - 1 - x : x;
        int down = fromBottom ? scene.getHeight() - 1 - y : y;
        image.setRGB(column, row, scene.getRGB(across, down));
      }
    }
    return image;
  }

  /** A JPEG file with an orientation, in either order of bytes. */
  public static byte[] withOrientation(byte[] jpeg, int orientation, ByteOrder order) {
    ByteBuffer tiff = ByteBuffer.allocate(26).order(order);
    tiff.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII));
    tiff.putShort((short) 42).putInt(8).putShort((short) 1);
    tiff.putShort((short) 274).putShort((short) 3).putInt(1).putShort((short) orientation);
    ByteBuffer segment = ByteBuffer.allocate(10 + tiff.capacity());
    segment.putShort((short) 0xffe1).putShort((short) (8 + tiff.capacity()));
    segment.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(tiff.array());
    return inserted(jpeg, 2, segment.array());
  }

  /** A JPEG file of four colours. */
  public static byte[] cmyk() throws IOException {
    Raster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 8, 8, 4, null);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(raster, null, null), null);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  /** A PNG file with a chunk after its header. */
  public static byte[] withChunk(byte[] png, String type, byte[] data) {
    return inserted(png, AFTER_HEADER, chunk(type, data));
  }

  /** A PNG file whose header says another size. */
  public static byte[] declaring(byte[] png, int width, int height) {
    byte[] changed = png.clone();
    ByteBuffer.wrap(changed).putInt(16, width).putInt(20, height);
    CRC32 crc = new CRC32();
    crc.update(changed, 12, 17);
    ByteBuffer.wrap(changed).putInt(29, (int) crc.getValue());
    return changed;
  }

  /** A PNG file of 2x1 pixels, 16 bits a sample, of one of PNG's colour types. */
  public static byte[] deep(int colourType, int... samples) throws IOException {
    ByteBuffer row = ByteBuffer.allocate(1 + 2 * samples.length).put((byte) 0);
    for (int sample : samples) {
      row.putShort((short) sample);
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
      out.write(row.array());
    }
    ByteBuffer header = ByteBuffer.allocate(13).putInt(2).putInt(1).put((byte) 16);
    header.put((byte) colourType);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    file.writeBytes(chunk("IHDR", header.array()));
    file.writeBytes(chunk("IDAT", packed.toByteArray()));
    file.writeBytes(chunk("IEND", new byte[0]));
    return file.toByteArray();
  }

  /** An animated PNG of this picture and another one after it. */
  public static byte[] animated(byte[] png) {
    byte[] frame =
        ByteBuffer.allocate(26).putInt(0).putInt(8).putInt(8).putLong(0).putInt(0x10001).array();
    byte[] first = withChunk(png, "fcTL", frame);
    byte[] both = withChunk(first, "acTL", new byte[] {0, 0, 0, 2, 0, 0, 0, 0});
    byte[] second = ByteBuffer.allocate(12).putInt(2).putLong(-1).array();
    return inserted(both, both.length - 12, chunk("fdAT", second));
  }

  private static byte[] chunk(String type, byte[] data) {
    ByteBuffer chunk = ByteBuffer.allocate(data.length + 12).putInt(data.length);
    chunk.put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), 4, data.length + 4);
    return chunk.putInt((int) crc.getValue()).array();
  }

  private static byte[] inserted(byte[] file, int at, byte[] more) {
    return ByteBuffer.allocate(file.length + more.length)
        .put(file, 0, at)
        .put(more)
        .put(file, at, file.length - at)
        .array();
  }
}
