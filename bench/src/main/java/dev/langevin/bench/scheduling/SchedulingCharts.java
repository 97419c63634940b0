package dev.langevin.bench.scheduling;

import dev.langevin.bench.plot.Charts;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A panel per question. */
final class SchedulingCharts {
  private static final int WIDTH = 620;
  private static final int HEIGHT = 360;
  private static final BasicStroke LINE = new BasicStroke(2);
  private static final BasicStroke DASHES =
      new BasicStroke(1.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {6}, 0);
  private static final List<Color> COLOURS =
      List.of(Charts.BLACK, Charts.ORANGE, Charts.SKY, Charts.BLUE, Charts.GREEN);

  private SchedulingCharts() {}

  static List<Chart<?, ?>> of(Findings findings) {
    List<Chart<?, ?>> charts = new ArrayList<>();
    charts.add(
        loads(
            "4-step jobs: mean latency",
            "times that the job takes alone",
            findings.loads(),
            point -> point.summary().shortSlowdown(),
            Bars.SHORT));
    charts.add(
        loads(
            "50-step jobs: p99 latency",
            "seconds",
            findings.loads(),
            point -> point.summary().longP99() / 1e3,
            Bars.LONG));
    charts.add(goodput(findings.goodputs()));
    charts.add(caps(findings.caps()));
    charts.add(misses(findings.due()));
    charts.add(sharing(findings.sharing()));
    charts.add(wide(findings.wide()));
    charts.add(replicas(findings.fleets()));
    return charts;
  }

  private static XYChart loads(
      String title, String unit, List<Point> points, ToDoubleFunction<Point> value, double bar) {
    XYChart chart = lines(title, "load, of each one's own capacity", unit, true);
    Map<String, List<Point>> each = byDiscipline(points);
    each.forEach((label, own) -> line(chart, label, own, p -> p.setting().load(), value));
    List<Point> fifo = each.get(Findings.FIFO.label());
    XYSeries series =
        chart.addSeries(
            "bar: %s × whole requests".formatted(bar),
            fifo.stream().mapToDouble(p -> p.setting().load()).toArray(),
            fifo.stream().mapToDouble(p -> bar * value.applyAsDouble(p)).toArray());
    series.setLineColor(Charts.VERMILION).setLineStyle(DASHES);
    series.setMarker(SeriesMarkers.NONE);
    return chart;
  }

  private static CategoryChart goodput(List<Findings.Rate> rates) {
    CategoryChart chart =
        bars(
            "Goodput: the rate at which 95 % end within 5 × alone",
            "by that of batches of requests");
    Map<String, Map<String, Double>> values = new LinkedHashMap<>();
    for (Findings.Rate rate : rates) {
      Setting at = rate.setting();
      double base = Findings.rate(rates, Findings.BATCHES, at);
      values
          .computeIfAbsent(rate.discipline(), label -> new LinkedHashMap<>())
          .put("a/b %d, %s".formatted(at.ratio(), at.arrivals()), rate.perSecond() / base);
    }
    columns(chart, values);
    chart.addAnnotation(new AnnotationLine(Bars.GOODPUT, false, false));
    return chart;
  }

  private static XYChart caps(List<Findings.Rate> rates) {
    XYChart chart =
        lines("Goodput by the batch cap, a/b 4", "cap in rows", "jobs per second", false);
    Map<String, List<Findings.Rate>> each = new LinkedHashMap<>();
    rates.forEach(r -> each.computeIfAbsent(r.discipline(), l -> new ArrayList<>()).add(r));
    each.forEach(
        (label, own) -> line(chart, label, own, r -> r.setting().cap(), Findings.Rate::perSecond));
    return chart;
  }

  private static XYChart wide(List<Findings.Rate> rates) {
    XYChart chart =
        lines(
            "Goodput by the number of replicas", "replicas", "jobs per second and replica", false);
    chart.getStyler().setXAxisLogarithmic(true);
    Map<String, List<Findings.Rate>> each = new LinkedHashMap<>();
    rates.forEach(r -> each.computeIfAbsent(r.discipline(), l -> new ArrayList<>()).add(r));
    each.forEach(
        (label, own) ->
            line(
                chart,
                label,
                own,
                r -> r.setting().replicas(),
                r -> r.perSecond() / r.setting().replicas()));
    return chart;
  }

  private static XYChart misses(List<Point> points) {
    XYChart chart =
        lines(
            "Deadlines of 2 to 8 × alone, of 3 jobs in 10",
            "load, of each one's own capacity",
            "% missed",
            false);
    byDiscipline(points)
        .forEach(
            (label, own) ->
                line(chart, label, own, p -> p.setting().load(), p -> 100 * p.summary().missed()));
    return chart;
  }

  private static CategoryChart sharing(List<Sharing> some) {
    CategoryChart chart =
        bars(
            "A tenant of 20 % beside one of 120 % of the capacity",
            "the light one's mean slowdown");
    Map<String, Map<String, Double>> values = new LinkedHashMap<>();
    for (Sharing one : some) {
      values
          .computeIfAbsent("by itself", label -> new LinkedHashMap<>())
          .put(one.discipline(), one.alone());
      values
          .computeIfAbsent("beside the heavy one", label -> new LinkedHashMap<>())
          .put(one.discipline(), one.shared());
    }
    columns(chart, values);
    chart.getStyler().setYAxisLogarithmic(true).setYAxisMin(1.0);
    return chart;
  }

  private static XYChart replicas(List<Point> points) {
    XYChart chart =
        lines(
            "4-step jobs by the number of replicas, at 0.8",
            "replicas",
            "times that the job takes alone",
            true);
    chart.getStyler().setXAxisLogarithmic(true);
    byDiscipline(points)
        .forEach(
            (label, own) ->
                line(
                    chart,
                    label,
                    own,
                    p -> p.setting().replicas(),
                    p -> p.summary().shortSlowdown()));
    return chart;
  }

  private static Map<String, List<Point>> byDiscipline(List<Point> points) {
    Map<String, List<Point>> each = new LinkedHashMap<>();
    points.forEach(p -> each.computeIfAbsent(p.discipline(), l -> new ArrayList<>()).add(p));
    return each;
  }

  private static <T> void line(
      XYChart chart, String label, List<T> points, ToDoubleFunction<T> x, ToDoubleFunction<T> y) {
    XYSeries series =
        chart.addSeries(
            label,
            points.stream().mapToDouble(x).toArray(),
            points.stream().mapToDouble(y).toArray());
    Color colour = COLOURS.get((chart.getSeriesMap().size() - 1) % COLOURS.size());
    series.setLineColor(colour).setLineStyle(LINE);
    series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(colour);
  }

  private static void columns(CategoryChart chart, Map<String, Map<String, Double>> values) {
    values.forEach(
        (label, own) ->
            chart
                .addSeries(label, List.copyOf(own.keySet()), List.copyOf(own.values()))
                .setFillColor(COLOURS.get((chart.getSeriesMap().size()) % COLOURS.size())));
  }

  private static XYChart lines(String title, String x, String y, boolean logarithmic) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    Charts.dress(chart.getStyler());
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
    chart.getStyler().setYAxisLogarithmic(logarithmic);
    chart.getStyler().setMarkerSize(5);
    return chart;
  }

  private static CategoryChart bars(String title, String y) {
    CategoryChart chart =
        new CategoryChartBuilder().width(WIDTH).height(HEIGHT).title(title).yAxisTitle(y).build();
    Charts.dress(chart.getStyler());
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
    chart.getStyler().setAvailableSpaceFill(0.8);
    chart.getStyler().setPlotGridVerticalLinesVisible(false);
    return chart;
  }
}
