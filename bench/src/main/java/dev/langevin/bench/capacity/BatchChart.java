package dev.langevin.bench.capacity;

import dev.langevin.bench.plot.Charts;
import java.awt.Color;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A gateway's heap beyond what it had before, from stage to stage, a line for each batch. */
final class BatchChart {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 360;
  private static final double MEBIBYTE = 1 << 20;
  private static final List<Color> COLOURS =
      List.of(Charts.SKY, Charts.BLUE, Charts.VERMILION, Charts.GREEN, Charts.PURPLE);
  private static final List<String> STAGES =
      List.of("before", "coming in", "waiting", "done", "results read", "archive read");

  private BatchChart() {}

  static List<XYChart> of(List<BatchLevel> levels) {
    XYChart chart = Charts.xy(WIDTH, HEIGHT, "Live heap of a gateway", "", "MiB more than before");
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(STAGES.size() - 1.0);
    chart.getStyler().setXAxisMaxLabelCount(STAGES.size());
    chart.setCustomXAxisTickLabelsFormatter(
        x -> x == Math.rint(x) ? STAGES.get((int) Math.rint(x)) : "");
    for (int i = 0; i < levels.size(); i++) {
      BatchLevel level = levels.get(i);
      double[] heaps = {
        0,
        level.uploading() - level.before(),
        level.accepted() - level.before(),
        level.done() - level.before(),
        level.listing() - level.before(),
        level.downloading() - level.before()
      };
      double[] x = new double[heaps.length];
      for (int stage = 0; stage < heaps.length; stage++) {
        x[stage] = stage;
        heaps[stage] /= MEBIBYTE;
      }
      Color colour = COLOURS.get(i % COLOURS.size());
      XYSeries series = chart.addSeries("%,d lines".formatted(level.lines()), x, heaps);
      series.setMarkerColor(colour).setMarker(SeriesMarkers.CIRCLE).setLineColor(colour);
    }
    return List.of(chart);
  }
}
