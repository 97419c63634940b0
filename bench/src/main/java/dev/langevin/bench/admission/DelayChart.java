package dev.langevin.bench.admission;

import dev.langevin.bench.plot.Charts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** How many waited how long. */
final class DelayChart {
  private static final double BIN = 0.1;

  private DelayChart() {}

  static XYChart of(Delays delays, double bar) {
    List<Double> inEvaluations =
        delays.visits().stream().map(v -> v.done() / delays.evaluationMillis()).toList();
    double end = Math.max(bar + 1, Collections.max(inEvaluations) + BIN);
    int[] counts = counts(inEvaluations, (int) Math.ceil(end / BIN));
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int bin = 0; bin < counts.length; bin++) {
      x.addAll(List.of(bin * BIN, (bin + 1) * BIN));
      double share = 100.0 * counts[bin] / inEvaluations.size();
      y.addAll(List.of(share, share));
    }
    XYChart chart =
        Charts.xy(
            900,
            400,
            "From accept until the first evaluation is done: interactive jobs among batch jobs",
            String.format(
                Locale.ROOT,
                "delay in evaluations of %.0f rows, %.1f ms each",
                delays.batchRows(),
                delays.evaluationMillis()),
            "share of the jobs, %");
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Area);
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(end).setYAxisMin(0.0);
    XYSeries series = chart.addSeries("jobs", x, y);
    series.setMarker(SeriesMarkers.NONE).setLineColor(Charts.BLUE).setLineWidth(1);
    series.setFillColor(Charts.SKY);
    double median = delays.evaluations(Visit::done, 0.5);
    double top = Collections.max(y);
    chart.getStyler().setYAxisMax(top * 1.15);
    chart.addAnnotation(new AnnotationLine(bar, true, false));
    chart.addAnnotation(
        new AnnotationText("bar for the median", bar + 0.07 * end, top * 1.1, false));
    chart.addAnnotation(
        new AnnotationText(
            String.format(Locale.ROOT, "median %.2f", median), median, top * 1.05, false));
    return chart;
  }

  /** How many values there are in each bin from 0. */
  static int[] counts(List<Double> values, int bins) {
    int[] counts = new int[bins];
    for (double value : values) {
      counts[Math.min(bins - 1, (int) (value / BIN))]++;
    }
    return counts;
  }
}
