package dev.langevin.decoder.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
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

  private static Rgb rgb(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] samples = new byte[width * height * 3];
    boolean grey =
        image.getColorModel().getNumColorComponents() == 1
            && !(image.getColorModel() instanceof IndexColorModel);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int pixel = grey ? grey(image, x, y) : image.getRGB(x, y);
        int alpha = pixel >>> 24;
        for (int c = 0; c < 3; c++) {
          int sample = pixel >>> (16 - 8 * c) & 0xff;
          samples[(y * width + x) * 3 + c] =
              (byte) ((sample * alpha + 255 * (255 - alpha) + 127) / 255);
        }
      }
    }
    return new Rgb(width, height, samples);
  }

  /** The sample as it stands; getRGB would take grey for linear light and brighten it. */
  private static int grey(BufferedImage image, int x, int y) {
    Raster raster = image.getRaster();
    int bits = image.getColorModel().getComponentSize(0);
    int grey = raster.getSample(x, y, 0) * 255 / ((1 << bits) - 1);
    int alpha =
        raster.getNumBands() > 1 ? raster.getSample(x, y, 1) * 255 / ((1 << bits) - 1) : 255;
    return alpha << 24 | grey << 16 | grey << 8 | grey;
  }
}
