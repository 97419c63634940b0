package dev.langevin.bench.scheduling;

import dev.langevin.bench.plot.Charts;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** One chart in the making; each discipline has one colour in all of them. */
final class Panel {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 380;

  /** How far above the highest point an axis ends. */
  private static final double ABOVE = 1.05;

  private static final Map<String, Color> COLOURS =
      Map.of(
          Findings.FIFO.label(), Charts.BLACK,
          Findings.BATCHES.label(), Charts.ORANGE,
          Steps.ROUND_ROBIN.label(), Charts.SKY,
          Steps.LANGEVIN.label(), Charts.BLUE);
  private static final List<Color> OTHERS =
      List.of(Charts.GREEN, Charts.PURPLE, Charts.BLUE, Charts.QUIET);

  private final String title;
  private final String xTitle;
  private final String yTitle;
  private final Map<String, Map<String, Double>> series = new LinkedHashMap<>();

  Panel(String title, String xTitle, String yTitle) {
    this.title = title;
    this.xTitle = xTitle;
    this.yTitle = yTitle;
  }

  void add(String label, String x, double y) {
    series.computeIfAbsent(label, l -> new LinkedHashMap<>()).put(x, y);
  }

  /**
   * As lines.
   *
   * @param bar where a line across is drawn; NaN for none
   */
  CategoryChart lines(double bar) {
    CategoryChart chart = chart(bar);
    CategoryStyler style = chart.getStyler();
    style.setDefaultSeriesRenderStyle(CategorySeries.CategorySeriesRenderStyle.Line);
    style.setOverlapped(true).setMarkerSize(5);
    style.setYAxisMin(0.0).setYAxisMax(ABOVE * Math.max(most(), Double.isNaN(bar) ? 0 : bar));
    int other = 0;
    for (var one : series.entrySet()) {
      Color colour = COLOURS.get(one.getKey());
      colour = colour == null ? OTHERS.get(other++ % OTHERS.size()) : colour;
      CategorySeries drawn = add(chart, one.getKey(), one.getValue());
      drawn.setLineColor(colour).setLineStyle(new BasicStroke(2));
      drawn.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(colour);
    }
    return chart;
  }

  /**
   * As columns.
   *
   * @param least where a logarithmic axis begins
   */
  CategoryChart columns(double bar, boolean logarithmic, double least) {
    CategoryChart chart = chart(bar);
    chart.getStyler().setAvailableSpaceFill(0.8);
    chart.getStyler().setYAxisLogarithmic(logarithmic).setYAxisMin(least);
    int other = 0;
    for (var one : series.entrySet()) {
      Color colour = COLOURS.get(one.getKey());
      colour = colour == null ? OTHERS.get(other++ % OTHERS.size()) : colour;
      add(chart, one.getKey(), one.getValue()).setFillColor(colour);
    }
    return chart;
  }

  private double most() {
    return series.values().stream()
        .flatMap(points -> points.values().stream())
        .mapToDouble(y -> y)
        .max()
        .orElseThrow();
  }

  private static CategorySeries add(CategoryChart chart, String label, Map<String, Double> points) {
    return chart.addSeries(label, List.copyOf(points.keySet()), List.copyOf(points.values()));
  }

  private CategoryChart chart(double bar) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(xTitle)
            .yAxisTitle(yTitle)
            .build();
    Charts.dress(chart.getStyler());
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
    chart.getStyler().setPlotGridVerticalLinesVisible(false);
    if (Double.isFinite(bar)) {
      chart.addAnnotation(new AnnotationLine(bar, false, false));
    }
    return chart;
  }
}
