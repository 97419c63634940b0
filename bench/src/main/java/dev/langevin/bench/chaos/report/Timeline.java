package dev.langevin.bench.chaos.report;

import dev.langevin.bench.chaos.check.Seen;
import dev.langevin.bench.chaos.schedule.Kind;
import dev.langevin.bench.chaos.strike.Struck;
import dev.langevin.bench.plot.Charts;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The run as a picture: jobs that ended per second, and below it what went wrong. */
public final class Timeline {
  private static final int WIDTH = 1300;
  private static final int BINS = 120;
  private static final long SHORTEST_BIN = 2000;
  private static final Color[] COLOURS = {
    Charts.VERMILION,
    Charts.BLUE,
    Charts.GREEN,
    Charts.ORANGE,
    Charts.SKY,
    Charts.SKY,
    Charts.PURPLE,
    Charts.PURPLE,
    Charts.PURPLE,
    Charts.BLACK
  };

  private final Report report;
  private final double seconds;

  private Timeline(Report report) {
    this.report = report;
    this.seconds =
        Math.max(
                report.schedule().length().toMillis(),
                report.jobs().stream().flatMapToLong(job -> ends(job).stream()).max().orElse(0))
            / 1000.0;
  }

  /** Draws it. */
  public static void write(Path file, Report report) throws IOException {
    Timeline timeline = new Timeline(report);
    Charts.write(file, true, List.of(timeline.jobs(), timeline.faults()));
  }

  private XYChart jobs() {
    XYChart chart = chart("Jobs that ended", "per second", 300);
    long bin = Math.max(SHORTEST_BIN, (long) (seconds * 1000 / BINS));
    int bins = (int) (seconds * 1000 / bin) + 1;
    double[] x = new double[bins];
    double[] y = new double[bins];
    for (int i = 0; i < bins; i++) {
      x[i] = (i + 0.5) * bin / 1000;
    }
    report.jobs().stream()
        .flatMapToLong(job -> ends(job).stream())
        .filter(at -> at >= 0)
        .forEach(at -> y[(int) (at / bin)] += 1000.0 / bin);
    XYSeries series = chart.addSeries("jobs", x, y);
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(Charts.BLUE);
    series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.StepArea);
    series.setFillColor(new Color(0x0072B2 & 0xFFFFFF | 0x30000000, true));
    return chart;
  }

  private XYChart faults() {
    XYChart chart = chart("What went wrong", "", 360);
    Kind[] kinds = Kind.values();
    for (Struck struck : report.struck()) {
      Kind kind = struck.fault().kind();
      double row = kinds.length - kind.ordinal();
      double from = struck.from() / 1000.0;
      double to = Math.max(from + seconds / 400, struck.to() / 1000.0);
      XYSeries series =
          chart.addSeries(
              "fault " + struck.fault().number(), new double[] {from, to}, new double[] {row, row});
      series.setMarker(SeriesMarkers.NONE);
      series.setLineStyle(new BasicStroke(9, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL));
      series.setLineColor(COLOURS[kind.ordinal()]);
    }
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(kinds.length + 1.0);
    chart.setCustomYAxisTickLabelsFormatter(
        value -> {
          int row = (int) Math.round(value);
          return row >= 1 && row <= kinds.length && Math.abs(value - row) < 0.01
              ? kinds[kinds.length - row].title()
              : "";
        });
    chart.setXAxisTitle("seconds");
    return chart;
  }

  private XYChart chart(String title, String y, int height) {
    XYChart chart =
        new XYChartBuilder().width(WIDTH).height(height).title(title).yAxisTitle(y).build();
    Charts.dress(chart.getStyler());
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(seconds);
    return chart;
  }

  private static OptionalLong ends(Life job) {
    return job.seen().stream().filter(Seen::end).mapToLong(Seen::at).findFirst();
  }
}
