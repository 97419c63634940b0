package dev.langevin.bench.capacity;

import dev.langevin.bench.plot.Charts;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Evaluations and heap over jobs at a time, creates over clients, each with its bar. */
final class CapacityChart {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 320;
  private static final double MEBIBYTE = 1 << 20;
  private static final BasicStroke DASHED =
      new BasicStroke(1.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0);

  private CapacityChart() {}

  static List<XYChart> of(Figures figures) {
    return List.of(evaluations(figures), heap(figures), creates(figures));
  }

  private static XYChart evaluations(Figures figures) {
    double[] jobs = figures.levels().stream().mapToDouble(Level::jobs).toArray();
    XYChart chart =
        chart("Evaluations of an orchestrator", "jobs at a time", "evaluations per second");
    add(
        chart,
        "per core",
        jobs,
        figures.levels().stream().mapToDouble(l -> l.evaluations().perCore()).toArray(),
        Charts.BLUE);
    add(
        chart,
        "as the clock has it",
        jobs,
        figures.levels().stream().mapToDouble(l -> l.evaluations().perSecond()).toArray(),
        Charts.SKY);
    bar(chart, "bar, per core", jobs, x -> Figures.EVALUATIONS);
    return chart;
  }

  private static XYChart heap(Figures figures) {
    double[] jobs = figures.levels().stream().mapToDouble(Level::jobs).toArray();
    Line line = figures.heap();
    XYChart chart = chart("Heap of an orchestrator", "jobs at a time", "MiB");
    add(
        chart,
        "live objects",
        jobs,
        figures.levels().stream().mapToDouble(l -> l.heapBytes() / MEBIBYTE).toArray(),
        Charts.BLUE);
    add(
        chart,
        "of these, tensors",
        jobs,
        figures.levels().stream()
            .mapToDouble(l -> l.jobs() * figures.tensorBytes() / MEBIBYTE)
            .toArray(),
        Charts.SKY);
    bar(
        chart,
        "bar, with tensors",
        jobs,
        x -> (line.atZero() + x * (figures.tensorBytes() + Figures.HEAP * 1024)) / MEBIBYTE);
    return chart;
  }

  private static XYChart creates(Figures figures) {
    double[] clients = figures.creations().stream().mapToDouble(Creation::clients).toArray();
    XYChart chart = chart("Creates at a gateway", "clients at a time", "creates per second");
    add(
        chart,
        "per core",
        clients,
        figures.creations().stream().mapToDouble(c -> c.creates().perCore()).toArray(),
        Charts.GREEN);
    add(
        chart,
        "as the clock has it",
        clients,
        figures.creations().stream().mapToDouble(c -> c.creates().perSecond()).toArray(),
        Charts.ORANGE);
    bar(chart, "bar, per core", clients, x -> Figures.CREATES);
    return chart;
  }

  private static XYChart chart(String title, String x, String y) {
    XYChart chart = Charts.xy(WIDTH, HEIGHT, title, x, y);
    chart.getStyler().setYAxisMin(0.0).setXAxisMin(0.0);
    chart.getStyler().setYAxisDecimalPattern("#,###");
    return chart;
  }

  private static void add(XYChart chart, String name, double[] x, double[] y, Color color) {
    XYSeries series = chart.addSeries(name, x, y);
    series.setMarkerColor(color).setMarker(SeriesMarkers.CIRCLE).setLineColor(color);
  }

  private static void bar(
      XYChart chart, String name, double[] x, java.util.function.DoubleUnaryOperator y) {
    double[] ends = {0, x[x.length - 1]};
    XYSeries series =
        chart.addSeries(
            name, ends, new double[] {y.applyAsDouble(ends[0]), y.applyAsDouble(ends[1])});
    series.setMarker(SeriesMarkers.NONE).setLineColor(Charts.VERMILION).setLineStyle(DASHED);
  }
}
