package dev.langevin.bench.sampling;

import dev.langevin.bench.plot.Charts;
import java.util.List;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** The figures as bars, a panel per shape: the solver's own part, on it the draws and quantiles. */
final class SpeedChart {
  private static final int TOP = 35;

  private SpeedChart() {}

  static List<CategoryChart> panels(List<Figure> figures, List<String> shapes) {
    return shapes.stream()
        .map(shape -> panel(figures.stream().filter(f -> f.shape().equals(shape)).toList(), shape))
        .toList();
  }

  private static CategoryChart panel(List<Figure> figures, String shape) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(1100)
            .height(420)
            .title("A step of each sampler at " + shape.replace('x', '×'))
            .yAxisTitle("ns per latent element")
            .build();
    Charts.dress(chart.getStyler());
    chart.getStyler().setStacked(true).setAvailableSpaceFill(0.7);
    chart.getStyler().setXAxisLabelRotation(60);
    chart.getStyler().setYAxisMin(0.0).setYAxisMax((double) TOP);
    chart.getStyler().setPlotGridVerticalLinesVisible(false);
    List<String> names = figures.stream().map(Figure::subject).toList();
    List<Double> apart = figures.stream().map(f -> Math.max(0, f.apart())).toList();
    List<Double> rest = figures.stream().map(f -> f.nanos() - Math.max(0, f.apart())).toList();
    chart.addSeries("solver, guidance (bar 5)", names, apart).setFillColor(Charts.BLUE);
    chart.addSeries("draws, quantiles (bar 30)", names, rest).setFillColor(Charts.ORANGE);
    bar(chart, Figure.BAR_APART);
    bar(chart, Figure.BAR);
    return chart;
  }

  private static void bar(CategoryChart chart, double value) {
    chart.addAnnotation(new AnnotationLine(value, false, false));
  }
}
