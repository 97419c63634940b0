package dev.langevin.client.show;

import dev.langevin.client.output.Terminal;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import javax.imageio.ImageIO;

/**
 * A place for a picture above the line that the cursor is in, where each picture takes the place of
 * the one before.
 */
public final class Canvas {
  /** Rows that stay free below and above. */
  private static final int MARGIN = 4;

  private static final int MOST_ROWS = 20;
  private static final int LEAST_ROWS = 4;
  private static final int DEFAULT_ROWS = 24;

  private final PrintStream out;
  private final Painter painter;
  private final int columns;
  private final int rows;
  private Box box;

  private Canvas(PrintStream out, Painter painter, int columns, int rows) {
    this.out = out;
    this.painter = painter;
    this.columns = columns;
    this.rows = rows;
  }

  /** On the terminal's error stream; the launcher names its height in {@code langevin.rows}. */
  public static Canvas of(Manner manner, Terminal terminal) {
    int height = Integer.getInteger("langevin.rows", DEFAULT_ROWS) - MARGIN;
    return new Canvas(
        terminal.err(),
        Painter.of(manner),
        terminal.columns() - 1,
        Math.clamp(height, LEAST_ROWS, MOST_ROWS));
  }

  /**
   * Shows a picture; what can't be read is not shown.
   *
   * @param png the file; the cursor is at the beginning of an empty line before and after
   */
  public void show(byte[] png) {
    BufferedImage picture = read(png);
    if (picture == null) {
      return;
    }
    if (box == null) {
      box = Box.of(picture.getWidth(), picture.getHeight(), columns, rows);
      out.print("\n".repeat(box.rows()));
    }
    // The cursor comes back to where it was, wherever the picture leaves it.
    out.print("\0337\033[" + box.rows() + "A\r" + painter.paint(png, picture, box) + "\0338");
    out.flush();
  }

  /** What is shown stays, and something else is written below: the next picture has a new place. */
  public void leave() {
    box = null;
  }

  private static BufferedImage read(byte[] png) {
    try {
      return ImageIO.read(new ByteArrayInputStream(png));
    } catch (IOException e) {
      return null;
    }
  }
}
