package dev.langevin.bench.sampling;

import dev.langevin.bench.plot.Charts;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Errors against evaluations on logarithmic axes, a panel per target, with the ideal slopes. */
final class ConvergenceChart {
  /** What is drawn, in the legend's order. */
  static final List<String> SAMPLERS =
      List.of(
          "euler",
          "heun",
          "dpm2",
          "dpmpp_2s",
          "dpmpp_2m",
          "deis",
          "dpmpp_3s",
          "dpmpp_3m",
          "unipc",
          "lms");

  private static final double LEAST = 1e-7;
  private static final double MOST = 1;
  private static final double FEWEST = 5;
  private static final double MANY = 400;
  private static final int PANEL = 560;
  private static final int LEGEND = 120;

  /** Those of one kind share a colour, the second dashed. */
  private static final Map<String, Color> COLOURS =
      Map.of(
          "euler", Charts.BLACK,
          "heun", Charts.ORANGE,
          "dpm2", Charts.ORANGE,
          "dpmpp_2s", Charts.BLUE,
          "dpmpp_2m", Charts.BLUE,
          "deis", Charts.PURPLE,
          "dpmpp_3s", Charts.GREEN,
          "dpmpp_3m", Charts.GREEN,
          "unipc", Charts.VERMILION,
          "lms", Charts.SKY);

  private static final List<String> DASHED = List.of("dpm2", "dpmpp_2s", "dpmpp_3s");

  /** One sampler's errors. */
  record Line(String sampler, List<Errors.Point> points) {}

  private ConvergenceChart() {}

  static void write(Path file, List<Line> gaussian, List<Line> mixture) throws IOException {
    XYChart left = panel("A Gaussian", gaussian, PANEL);
    left.getStyler().setLegendVisible(false);
    XYChart right = panel("A mixture of two", mixture, PANEL + LEGEND);
    Charts.write(file, false, List.of(left, right));
  }

  private static XYChart panel(String title, List<Line> lines, int width) {
    XYChart chart = Charts.xy(width, 520, title, "network evaluations", "error");
    chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
    chart.getStyler().setXAxisMin(FEWEST).setXAxisMax(MANY);
    chart.getStyler().setYAxisMin(LEAST).setYAxisMax(MOST);
    chart.getStyler().setMarkerSize(6);
    for (int order = 1; order <= 4; order++) {
      slope(chart, order);
    }
    for (Line line : lines) {
      draw(chart, line);
    }
    return chart;
  }

  /** C·n⁻ᵖ from a common corner, as far as it stays on the paper. */
  private static void slope(XYChart chart, int order) {
    double end = Math.min(MANY, FEWEST * Math.pow(MOST / LEAST / 2, 1.0 / order));
    double[] x = {FEWEST, end};
    double[] y = {MOST / 2, MOST / 2 * Math.pow(FEWEST / end, order)};
    XYSeries series = chart.addSeries("slope " + order, x, y);
    series.setShowInLegend(false);
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(Charts.QUIET);
    series.setLineStyle(new BasicStroke(1, BasicStroke.CAP_ROUND, 0, 1, new float[] {1, 4}, 0));
    double at = FEWEST * Math.pow(end / FEWEST, 0.97);
    double height = MOST / 2 * Math.pow(FEWEST / at, order);
    chart.addAnnotation(new AnnotationText("slope " + order, at, height, false));
  }

  private static void draw(XYChart chart, Line line) {
    double[] x = line.points().stream().mapToDouble(Errors.Point::evaluations).toArray();
    double[] y = line.points().stream().mapToDouble(Errors.Point::error).toArray();
    boolean dashed = DASHED.contains(line.sampler());
    XYSeries series = chart.addSeries(line.sampler(), x, y);
    series.setLineColor(COLOURS.get(line.sampler()));
    series.setMarkerColor(COLOURS.get(line.sampler()));
    Marker marker = dashed ? SeriesMarkers.DIAMOND : SeriesMarkers.CIRCLE;
    series.setMarker(marker);
    float[] dash = dashed ? new float[] {6, 4} : null;
    series.setLineStyle(
        new BasicStroke(1.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 1, dash, 0));
  }
}
