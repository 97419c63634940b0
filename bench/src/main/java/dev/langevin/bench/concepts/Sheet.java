package dev.langevin.bench.concepts;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** Pictures in rows and columns, with words above the columns and beside the rows. */
final class Sheet {
  private static final int GAP = 8;
  private static final int LINE = 40;
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 22);

  private record Row(String words, List<BufferedImage> pictures) {}

  private final int side;
  private final int margin;
  private final List<String> columns;
  private final List<Row> rows = new ArrayList<>();

  /**
   * @param side of each picture, pixels
   * @param margin room for the words beside the rows, pixels
   * @param columns words above each
   */
  Sheet(int side, int margin, List<String> columns) {
    this.side = side;
    this.margin = margin;
    this.columns = List.copyOf(columns);
  }

  /** Adds a row, a picture for each column. */
  Sheet row(String words, List<BufferedImage> pictures) {
    if (pictures.size() != columns.size()) {
      throw new IllegalArgumentException(
          "%d pictures are not one for each of %d columns"
              .formatted(pictures.size(), columns.size()));
    }
    rows.add(new Row(words, List.copyOf(pictures)));
    return this;
  }

  /** The sheet as it is now. */
  BufferedImage image() {
    BufferedImage image =
        new BufferedImage(
            margin + columns.size() * (side + GAP) + GAP,
            LINE + rows.size() * (side + GAP) + GAP,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, image.getWidth(), image.getHeight());
    pen.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    pen.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    pen.setFont(FONT);
    pen.setColor(Color.DARK_GRAY);
    for (int c = 0; c < columns.size(); c++) {
      centred(pen, columns.get(c), x(c) + side / 2, LINE - 12);
    }
    for (int r = 0; r < rows.size(); r++) {
      int y = LINE + r * (side + GAP);
      pen.drawString(rows.get(r).words(), GAP, y + side / 2 + 8);
      for (int c = 0; c < columns.size(); c++) {
        pen.drawImage(rows.get(r).pictures().get(c), x(c), y, side, side, null);
      }
    }
    pen.dispose();
    return image;
  }

  /** Writes it as PNG. */
  void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    ImageIO.write(image(), "png", file.toFile());
  }

  private int x(int column) {
    return margin + column * (side + GAP);
  }

  private static void centred(Graphics2D pen, String words, int x, int y) {
    pen.drawString(words, x - pen.getFontMetrics().stringWidth(words) / 2, y);
  }
}
