package dev.langevin.decoder.image;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.function.BiPredicate;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Reads PNG and JPEG files, without a display and without temporary files. */
public final class PictureReader {
  static {
    ImageIO.setUseCache(false);
  }

  private PictureReader() {}

  /**
   * The picture, turned as its EXIF orientation says; what is transparent shows white. Nothing in
   * the file but its pixels is read, and nothing of them before its head allows it.
   *
   * @param allowed whether a picture of this width and height may be read; asked before its pixels
   *     are unpacked
   * @throws UnreadableImageException for another format, a damaged file, or a size not allowed
   */
  public static Rgb read(byte[] file, BiPredicate<Integer, Integer> allowed, String allowedSizes)
      throws UnreadableImageException {
    ImageFile head = ImageFile.of(file);
    int width = head.lies() ? head.height() : head.width();
    int height = head.lies() ? head.width() : head.height();
    if (!allowed.test(width, height)) {
      throw new UnreadableImageException("%dx%d is not %s".formatted(width, height, allowedSizes));
    }
    return Turning.upright(pixels(head), head.orientation());
  }

  private static Rgb pixels(ImageFile head) throws UnreadableImageException {
    ImageReader reader = ImageIO.getImageReadersByFormatName(head.format()).next();
    try (ImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(head.pixels()))) {
      reader.setInput(in, true, true);
      if (reader.getWidth(0) != head.width() || reader.getHeight(0) != head.height()) {
        throw new UnreadableImageException("it has two sizes");
      }
      return rgb(reader.read(0));
    } catch (IOException | RuntimeException e) {
      throw new UnreadableImageException("can't be read: " + e.getMessage(), e);
    } finally {
      reader.dispose();
    }
  }

  /** Samples as they stand where there are any; getRGB would brighten grey, and takes long. */
  private static Rgb rgb(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    boolean components = image.getColorModel() instanceof ComponentColorModel;
    byte[] samples = new byte[width * height * 3];
    for (int y = 0; y < height; y++) {
      int[] row = components ? components(image, y) : image.getRGB(0, y, width, 1, null, 0, width);
      for (int x = 0; x < width; x++) {
        int alpha = row[x] >>> 24;
        for (int c = 0; c < 3; c++) {
          int sample = row[x] >>> (16 - 8 * c) & 0xff;
          samples[(y * width + x) * 3 + c] =
              (byte) ((sample * alpha + 255 * (255 - alpha) + 127) / 255);
        }
      }
    }
    return new Rgb(width, height, samples);
  }

  /** A row of grey or colours, with or without alpha, as getRGB packs it. */
  private static int[] components(BufferedImage image, int y) {
    int width = image.getWidth();
    int bands = image.getRaster().getNumBands();
    int most = (1 << image.getColorModel().getComponentSize(0)) - 1;
    int[] values = image.getRaster().getPixels(0, y, width, 1, (int[]) null);
    int[] row = new int[width];
    for (int x = 0; x < width; x++) {
      int at = x * bands;
      int second = bands < 3 ? 0 : 1;
      int alpha = bands % 2 == 0 ? eight(values[at + bands - 1], most) : 255;
      row[x] =
          alpha << 24
              | eight(values[at], most) << 16
              | eight(values[at + second], most) << 8
              | eight(values[at + 2 * second], most);
    }
    return row;
  }

  private static int eight(int value, int most) {
    return (value * 255 + most / 2) / most;
  }
}
