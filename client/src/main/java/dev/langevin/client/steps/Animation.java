package dev.langevin.client.steps;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import javax.imageio.ImageIO;

/** From the pictures of the steps to the one that they lead to. */
final class Animation {
  private static final int LONGEST_SIDE = 512;
  private static final int STEPS_MILLIS = 4_000;
  private static final int SHORTEST_MILLIS = 20;
  private static final int LONGEST_MILLIS = 200;
  private static final int END_MILLIS = 2_000;

  private Animation() {}

  /**
   * Writes it, of the size of the last picture but of at most 512 pixels a side. All steps together
   * are seen for about four seconds, the last picture for two.
   *
   * @param steps files of any size
   */
  static void write(Path file, Collection<Path> steps, Path last) throws IOException {
    BufferedImage end = read(last);
    double scale = Math.min(1, (double) LONGEST_SIDE / Math.max(end.getWidth(), end.getHeight()));
    int width = Math.max(1, (int) Math.round(end.getWidth() * scale));
    int height = Math.max(1, (int) Math.round(end.getHeight() * scale));
    BufferedImage poster = scaled(end, width, height);
    int each =
        Math.clamp(STEPS_MILLIS / Math.max(1, steps.size()), SHORTEST_MILLIS, LONGEST_MILLIS);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      AnimatedPng png = new AnimatedPng(out, poster, steps.size() + 1);
      for (Path step : steps) {
        png.frame(scaled(read(step), width, height), each);
      }
      png.frame(poster, END_MILLIS);
      png.end();
    }
  }

  private static BufferedImage read(Path file) throws IOException {
    BufferedImage picture = ImageIO.read(file.toFile());
    if (picture == null) {
      throw new IOException(file + " is not a picture");
    }
    return picture;
  }

  private static BufferedImage scaled(BufferedImage picture, int width, int height) {
    BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = result.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(picture, 0, 0, width, height, null);
    graphics.dispose();
    return result;
  }
}
