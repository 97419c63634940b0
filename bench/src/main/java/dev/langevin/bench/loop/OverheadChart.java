package dev.langevin.bench.loop;

import dev.langevin.bench.kit.Quantiles;
import dev.langevin.bench.loop.Overhead.Figures;
import dev.langevin.bench.loop.Overhead.Pair;
import dev.langevin.bench.plot.Charts;
import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws what was found of a single job. */
final class OverheadChart {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 330;
  private static final int POINTS = 200;
  private static final double STEP = 0.05;
  private static final int TICKS = 90;

  private OverheadChart() {}

  static List<XYChart> of(Figures figures) {
    return List.of(ratios(figures), shares(figures));
  }

  private static XYChart ratios(Figures figures) {
    XYChart chart =
        chart("One job: the whole system against a bare loop", "pair", "time, bare loop = 1");
    double[] x = IntStream.rangeClosed(1, figures.pairs().size()).asDoubleStream().toArray();
    double[] y = figures.pairs().stream().mapToDouble(Pair::ratio).toArray();
    points(chart, "whole system", x, y, Charts.BLUE);
    Charts.line(
        chart,
        "median",
        new double[] {0, x.length + 1},
        new double[] {figures.ratio(), figures.ratio()},
        Charts.BLUE);
    double low = Math.min(0.9, Arrays.stream(y).min().orElse(1) - STEP);
    double high = Math.max(1.2, Arrays.stream(y).max().orElse(1) + STEP);
    chart.getStyler().setYAxisMin(low).setYAxisMax(high);
    chart.getStyler().setXAxisTickMarkSpacingHint(TICKS);
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(x.length + 1.0);
    double side = (figures.ratio() > 1.10 ? -0.05 : 0.05) * (high - low); // not on the median
    bar(chart, 1.10, "at most 1.10", x.length * 0.93, 1.10 + side, false);
    return chart;
  }

  private static XYChart shares(Figures figures) {
    XYChart chart =
        chart(
            "The control plane's share of a step",
            "ms between two runs of the network",
            "steps with at most that, %");
    double[] share = IntStream.rangeClosed(0, POINTS).mapToDouble(i -> 0.99 * i / POINTS).toArray();
    double[] millis =
        IntStream.rangeClosed(0, POINTS)
            .mapToDouble(i -> Quantiles.of(figures.perStepMillis(), share[i]))
            .toArray();
    double[] percent = IntStream.rangeClosed(0, POINTS).mapToDouble(i -> 100 * share[i]).toArray();
    chart.getStyler().setLegendVisible(false);
    Charts.line(chart, "steps", millis, percent, Charts.BLUE);
    double right = Math.clamp(1.2 * Quantiles.of(figures.perStepMillis(), 0.95), 4, 20);
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(right);
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(100.0);
    bar(chart, 3, "half of them at most 3 ms", 3 + right * 0.12, 50, true);
    return chart;
  }

  private static XYChart chart(String title, String x, String y) {
    XYChart chart = Charts.xy(WIDTH, HEIGHT, title, x, y);
    chart.getStyler().setMarkerSize(6);
    return chart;
  }

  private static void points(XYChart chart, String name, double[] x, double[] y, Color colour) {
    XYSeries series = chart.addSeries(name, x, y);
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    series.setMarker(SeriesMarkers.CIRCLE);
    series.setMarkerColor(colour);
  }

  private static void bar(
      XYChart chart, double at, String text, double x, double y, boolean vertical) {
    chart.addAnnotation(new AnnotationLine(at, vertical, false));
    chart.addAnnotation(new AnnotationText(text, x, y, false));
  }
}
