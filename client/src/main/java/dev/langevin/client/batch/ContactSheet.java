package dev.langevin.client.batch;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** Many pictures on one, small, in rows. */
public final class ContactSheet {
  /** The most pictures of a sheet; of more, every so many-th is on it. */
  public static final int LIMIT = 400;

  private static final int CELL = 128;
  private static final int GAP = 8;
  private static final int MOST_COLUMNS = 20;
  private static final Color PAPER = new Color(0xf4, 0xf1, 0xea);

  private ContactSheet() {}

  /**
   * Writes a sheet.
   *
   * @param pictures in order; 1 or more
   */
  public static void write(List<Path> pictures, Path to) throws IOException {
    System.setProperty("java.awt.headless", "true");
    int step = (pictures.size() + LIMIT - 1) / LIMIT;
    int count = (pictures.size() + step - 1) / step;
    int columns = Math.min(MOST_COLUMNS, (int) Math.ceil(Math.sqrt(count * 1.5)));
    int rows = (count + columns - 1) / columns;
    BufferedImage sheet =
        new BufferedImage(
            columns * (CELL + GAP) + GAP, rows * (CELL + GAP) + GAP, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    try {
      graphics.setColor(PAPER);
      graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      for (int i = 0; i < count; i++) {
        BufferedImage picture = ImageIO.read(pictures.get(i * step).toFile());
        if (picture == null) {
          throw new IOException(pictures.get(i * step) + " is no picture");
        }
        draw(
            graphics,
            halved(picture),
            GAP + i % columns * (CELL + GAP),
            GAP + i / columns * (CELL + GAP));
      }
    } finally {
      graphics.dispose();
    }
    ImageIO.write(sheet, "png", to.toFile());
  }

  /** Halves it while it is more than twice too large: bilinear shrinking looks at four pixels. */
  private static BufferedImage halved(BufferedImage picture) {
    BufferedImage small = picture;
    while (Math.max(small.getWidth(), small.getHeight()) >= 2 * CELL
        && Math.min(small.getWidth(), small.getHeight()) >= 2) {
      BufferedImage half =
          new BufferedImage(
              small.getWidth() / 2, small.getHeight() / 2, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = half.createGraphics();
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      graphics.drawImage(small, 0, 0, half.getWidth(), half.getHeight(), null);
      graphics.dispose();
      small = half;
    }
    return small;
  }

  private static void draw(Graphics2D graphics, BufferedImage picture, int x, int y) {
    double scale = CELL / (double) Math.max(picture.getWidth(), picture.getHeight());
    int width = Math.max(1, (int) Math.round(picture.getWidth() * scale));
    int height = Math.max(1, (int) Math.round(picture.getHeight() * scale));
    graphics.drawImage(
        picture, x + (CELL - width) / 2, y + (CELL - height) / 2, width, height, null);
  }
}
