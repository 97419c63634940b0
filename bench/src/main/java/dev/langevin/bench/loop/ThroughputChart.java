package dev.langevin.bench.loop;

import dev.langevin.bench.loop.Throughput.Figures;
import dev.langevin.bench.plot.Charts;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.Chart;

/** Draws what was found of many jobs. */
final class ThroughputChart {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 330;
  private static final double GAIN = 1.15;
  private static final double FILL = 0.8;

  private ThroughputChart() {}

  static List<Chart<?, ?>> of(Figures figures) {
    return List.of(speeds(figures), course(figures));
  }

  private static CategoryChart speeds(Figures figures) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("%d mixed jobs: images per second".formatted(figures.jobs()))
            .xAxisTitle("made by")
            .yAxisTitle("images per second, bare loop = 1")
            .build();
    Charts.dress(chart.getStyler());
    chart.getStyler().setAvailableSpaceFill(0.45);
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setLabelsVisible(true).setLabelsPosition(0.5);
    List<String> names = new ArrayList<>(List.of("bare loop", "whole system"));
    List<Double> ratios = new ArrayList<>(List.of(1.0, rounded(figures.gain())));
    if (figures.torchSeconds() != null) {
      names.addFirst("PyTorch");
      ratios.addFirst(rounded(figures.bareSeconds() / figures.torchSeconds()));
    }
    chart.addSeries("images per second", names, ratios).setFillColor(Charts.BLUE);
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(Math.max(1.4, 1.1 * figures.gain()));
    chart.addAnnotation(new AnnotationLine(GAIN, false, false));
    chart.addAnnotation(new AnnotationText("at least 1.15", 0, GAIN + 0.05, false));
    return chart;
  }

  private static XYChart course(Figures figures) {
    XYChart chart =
        Charts.xy(
            WIDTH,
            HEIGHT,
            "Batches of the whole system",
            "share of the time, %",
            "rows of a run, %% of the cap of %.0f".formatted(figures.fill().cap()));
    chart.getStyler().setLegendVisible(false);
    double cap = figures.fill().cap();
    double[] x = figures.course().stream().mapToDouble(part -> 100 * part.share()).toArray();
    double[] y = figures.course().stream().mapToDouble(part -> 100 * part.rows() / cap).toArray();
    Charts.line(chart, "rows", x, y, Charts.BLUE);
    double mean = 100 * figures.fill().share();
    Charts.line(
        chart, "middle 80 %", new double[] {10, 90}, new double[] {mean, mean}, Charts.GREEN);
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(100.0);
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(105.0);
    chart.addAnnotation(new AnnotationLine(100 * FILL, false, false));
    chart.addAnnotation(new AnnotationText("mean of the middle 80 % at least 80", 50, 74, false));
    return chart;
  }

  private static double rounded(double ratio) {
    return Math.round(100 * ratio) / 100.0;
  }
}
