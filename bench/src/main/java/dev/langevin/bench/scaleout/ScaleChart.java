package dev.langevin.bench.scaleout;

import dev.langevin.bench.plot.Charts;
import java.awt.BasicStroke;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The share of the ideal with its bar, and below it rows per second. */
final class ScaleChart {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 330;

  private ScaleChart() {}

  static List<XYChart> of(List<Figure> figures) {
    double[] counts = figures.stream().mapToDouble(Figure::denoisers).toArray();
    double most = counts[counts.length - 1];
    XYChart shares = chart("Scale-out: share of the accelerators' ideal", "% of ideal");
    shares.getStyler().setYAxisMin(80.0).setYAxisMax(101.0);
    shares.getStyler().setXAxisMin(0.0).setXAxisMax(most + 0.5);
    line(shares, "measured", counts, figures.stream().mapToDouble(f -> 100 * f.share()).toArray());
    bar(
        shares,
        "bar (95 %)",
        new double[] {0, most + 0.5},
        new double[] {ScaleOut.BAR, ScaleOut.BAR});
    XYChart rows = chart("Rows per second", "rows/s");
    rows.getStyler().setYAxisMin(0.0).setXAxisMin(0.0).setXAxisMax(most + 0.5);
    line(rows, "measured", counts, figures.stream().mapToDouble(Figure::rowsPerSecond).toArray());
    double slope = figures.getLast().ideal() / most;
    quiet(rows, "ideal", new double[] {0, most}, new double[] {0, most * slope});
    double least = ScaleOut.BAR / 100 * most * slope;
    bar(rows, "bar (95 %)", new double[] {0, most}, new double[] {0, least});
    return List.of(shares, rows);
  }

  private static XYChart chart(String title, String unit) {
    XYChart chart = Charts.xy(WIDTH, HEIGHT, title, "denoiser processes", unit);
    chart.getStyler().setXAxisDecimalPattern("0").setYAxisDecimalPattern("#,##0");
    return chart;
  }

  private static void line(XYChart chart, String name, double[] x, double[] y) {
    XYSeries series = chart.addSeries(name, x, y);
    series.setMarker(SeriesMarkers.CIRCLE);
    series.setMarkerColor(Charts.BLUE);
    series.setLineColor(Charts.BLUE);
  }

  private static void quiet(XYChart chart, String name, double[] x, double[] y) {
    Charts.line(chart, name, x, y, Charts.QUIET).setLineStyle(new BasicStroke(1.2f));
  }

  private static void bar(XYChart chart, String name, double[] x, double[] y) {
    Charts.line(chart, name, x, y, Charts.VERMILION)
        .setLineStyle(
            new BasicStroke(
                1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0));
  }
}
