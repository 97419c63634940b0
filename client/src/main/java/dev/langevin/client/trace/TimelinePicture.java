package dev.langevin.client.trace;

import dev.langevin.client.trace.Timeline.Row;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.DoubleStream;
import javax.imageio.ImageIO;

/** A timeline as a PNG. */
public final class TimelinePicture {
  private static final int DENSITY = 2;
  private static final int LABEL = 300;
  private static final int PLOT = 640;
  private static final int TIME = 90;
  private static final int LINE = 18;
  private static final int HEAD = 46;

  /** Rows beyond would make a picture that nobody can look at. */
  private static final int MOST = 1_000;

  private static final int TICKS = 8;
  private static final Color GRID = new Color(0xE4E4E4);
  private static final Color QUIET = new Color(0x6A6A6A);
  private static final Color FAILED = new Color(0xC00000);

  /** Okabe and Ito 2008, "Color Universal Design". */
  private static final List<Color> COLOURS =
      List.of(
          new Color(0x0072B2),
          new Color(0xE69F00),
          new Color(0x009E73),
          new Color(0xCC79A7),
          new Color(0x56B4E9),
          new Color(0xD55E00));

  private TimelinePicture() {}

  /**
   * Draws it.
   *
   * @param title above it
   * @throws IOException if this machine can't write text into pictures
   */
  public static byte[] png(Timeline timeline, String title) throws IOException {
    System.setProperty("java.awt.headless", "true");
    int left = timeline.rows().size() - MOST;
    List<Row> rows = left > 0 ? timeline.rows().subList(0, MOST) : timeline.rows();
    BufferedImage image =
        new BufferedImage(
            (LABEL + PLOT + TIME) * DENSITY,
            (HEAD + rows.size() * LINE + LINE) * DENSITY,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    graphics.scale(DENSITY, DENSITY);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    requireFonts(graphics);
    head(graphics, timeline, title, HEAD + rows.size() * LINE);
    List<String> services = rows.stream().map(row -> row.stretch().actor()).distinct().toList();
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
    for (int i = 0; i < rows.size(); i++) {
      Stretch stretch = rows.get(i).stretch();
      Color colour = COLOURS.get(services.indexOf(stretch.actor()) % COLOURS.size());
      row(graphics, timeline, rows.get(i), HEAD + i * LINE, stretch.failed() ? FAILED : colour);
    }
    if (left > 0) {
      graphics.setColor(QUIET);
      graphics.drawString(left(left), 8, HEAD + rows.size() * LINE + LINE - 5);
    }
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  /** Of rows that are left out. */
  static String left(int rows) {
    return "%,d more rows are left out".formatted(rows);
  }

  /** The JDK says that there are none by whatever its native code stumbles over. */
  private static void requireFonts(Graphics2D graphics) throws IOException {
    try {
      graphics.getFontMetrics(new Font(Font.SANS_SERIF, Font.PLAIN, 11)).stringWidth("a");
    } catch (RuntimeException | LinkageError | InternalError e) {
      throw new IOException("a picture with text needs fontconfig and a font on this machine", e);
    }
  }

  private static void head(Graphics2D graphics, Timeline timeline, String title, int bottom) {
    graphics.setColor(Color.BLACK);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 13));
    graphics.drawString(title, 8, 18);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 10));
    double whole = (timeline.end() - timeline.start()) / 1e6;
    double step = step(whole);
    for (double millis = 0; millis <= whole; millis += step) {
      int x = LABEL + (int) Math.round(PLOT * millis / whole);
      graphics.setColor(GRID);
      graphics.drawLine(x, HEAD - 8, x, bottom);
      graphics.setColor(QUIET);
      String time =
          whole < 10_000 ? Double.toString(millis) + " ms" : Double.toString(millis / 1e3) + " s";
      graphics.drawString(time.replace(".0 ", " "), x - 12, HEAD - 12);
    }
  }

  /** One, two or five times a power of ten, so that there are {@link #TICKS} of it at most. */
  static double step(double whole) {
    double power = Math.pow(10, Math.floor(Math.log10(whole / TICKS)));
    return DoubleStream.of(1, 2, 5, 10)
        .map(each -> each * power)
        .filter(each -> whole / each <= TICKS)
        .findFirst()
        .orElseThrow();
  }

  private static void row(Graphics2D graphics, Timeline timeline, Row row, int y, Color colour) {
    Stretch stretch = row.stretch();
    String label = TimelineText.label(row).strip().replace('\u00a0', ' ').strip();
    graphics.setColor(row.hidden() > 0 ? QUIET : Color.BLACK);
    graphics.setClip(0, y, LABEL - 8, LINE);
    graphics.drawString(label, 8 + row.depth() * 12, y + LINE - 5);
    graphics.setClip(null);
    int from = LABEL + (int) Math.round(timeline.share(stretch.start()) * PLOT);
    int to = LABEL + (int) Math.round(timeline.share(stretch.end()) * PLOT);
    graphics.setColor(
        row.hidden() > 0
            ? new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 90)
            : colour);
    graphics.fillRect(from, y + 3, Math.max(1, to - from), LINE - 6);
    graphics.setColor(QUIET);
    graphics.drawString(TimelineText.time(stretch), LABEL + PLOT + 8, y + LINE - 5);
  }
}
