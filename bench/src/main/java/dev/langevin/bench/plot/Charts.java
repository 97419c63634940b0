package dev.langevin.bench.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The common look: no frames, light grid, colours that colour-blind people tell apart. */
public final class Charts {
  /** Okabe and Ito 2008, "Color Universal Design". */
  public static final Color BLACK = Color.BLACK;

  /** Orange. */
  public static final Color ORANGE = new Color(0xE69F00);

  /** Light blue. */
  public static final Color SKY = new Color(0x56B4E9);

  /** Green. */
  public static final Color GREEN = new Color(0x009E73);

  /** Blue. */
  public static final Color BLUE = new Color(0x0072B2);

  /** Red. */
  public static final Color VERMILION = new Color(0xD55E00);

  /** Purple. */
  public static final Color PURPLE = new Color(0xCC79A7);

  /** For what explains and is not data. */
  public static final Color QUIET = new Color(0x8A8A8A);

  private static final int DENSITY = 2;
  private static final Color GRID = new Color(0xE4E4E4);

  private Charts() {}

  /** An empty chart of points and lines that has the look. */
  public static XYChart xy(int width, int height, String title, String x, String y) {
    XYChart chart =
        new XYChartBuilder()
            .width(width)
            .height(height)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    dress(chart.getStyler());
    return chart;
  }

  /** Adds a line without marks. */
  public static XYSeries line(XYChart chart, String name, double[] x, double[] y, Color colour) {
    XYSeries series = chart.addSeries(name, x, y);
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(colour);
    return series;
  }

  /** Gives a chart the look. */
  public static void dress(AxesChartStyler style) {
    style.setBaseFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    style.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
    style.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    style.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    style.setChartBackgroundColor(Color.WHITE);
    style.setChartTitleBoxVisible(false);
    style.setPlotBorderVisible(false);
    style.setPlotGridLinesColor(GRID);
    style.setPlotGridLinesStroke(new BasicStroke(1));
    style.setAxisTickMarksColor(GRID);
    style.setLegendBorderColor(Color.WHITE);
    style.setLegendPosition(Styler.LegendPosition.OutsideE);
    style.setAnnotationTextFont(new Font(Font.SANS_SERIF, Font.ITALIC, 11));
    style.setAnnotationTextFontColor(QUIET);
    style.setAnnotationLineColor(VERMILION);
    style.setAnnotationLineStroke(new BasicStroke(1.2f));
    style.setAntiAlias(true);
  }

  /**
   * Writes charts beside or below each other as one PNG, at twice their extents.
   *
   * @param below whether they stand below each other
   */
  public static void write(Path file, boolean below, List<? extends Chart<?, ?>> charts)
      throws IOException {
    int width = extent(charts, !below, false);
    int height = extent(charts, below, true);
    BufferedImage image =
        new BufferedImage(width * DENSITY, height * DENSITY, BufferedImage.TYPE_INT_RGB);
    Graphics2D all = image.createGraphics();
    all.scale(DENSITY, DENSITY);
    for (Chart<?, ?> chart : charts) {
      chart.paint((Graphics2D) all.create(), chart.getWidth(), chart.getHeight());
      all.translate(below ? 0 : chart.getWidth(), below ? chart.getHeight() : 0);
    }
    all.dispose();
    save(file, image);
  }

  /**
   * Writes charts of equal extents row by row as one PNG, at twice their extents.
   *
   * @param columns how many stand beside each other
   */
  public static void grid(Path file, int columns, List<? extends Chart<?, ?>> charts)
      throws IOException {
    int width = extent(charts, false, false);
    int height = extent(charts, false, true);
    int rows = (charts.size() + columns - 1) / columns;
    BufferedImage image =
        new BufferedImage(
            columns * width * DENSITY, rows * height * DENSITY, BufferedImage.TYPE_INT_RGB);
    Graphics2D all = image.createGraphics();
    all.setColor(Color.WHITE);
    all.fillRect(0, 0, image.getWidth(), image.getHeight());
    all.scale(DENSITY, DENSITY);
    for (int i = 0; i < charts.size(); i++) {
      Graphics2D own = (Graphics2D) all.create();
      own.translate(i % columns * width, i / columns * height);
      charts.get(i).paint(own, charts.get(i).getWidth(), charts.get(i).getHeight());
      own.dispose();
    }
    all.dispose();
    save(file, image);
  }

  private static void save(Path file, BufferedImage image) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    ImageIO.write(image, "png", file.toFile());
  }

  private static int extent(List<? extends Chart<?, ?>> charts, boolean sum, boolean height) {
    var extents = charts.stream().mapToInt(c -> height ? c.getHeight() : c.getWidth());
    return sum ? extents.sum() : extents.max().orElseThrow();
  }
}
