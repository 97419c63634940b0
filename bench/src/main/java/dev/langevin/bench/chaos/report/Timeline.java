package dev.langevin.bench.chaos.report;

import dev.langevin.bench.chaos.check.BatchRecord;
import dev.langevin.bench.chaos.check.BatchSeen;
import dev.langevin.bench.chaos.check.Seen;
import dev.langevin.bench.chaos.schedule.Kind;
import dev.langevin.bench.chaos.strike.Struck;
import dev.langevin.bench.plot.Charts;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The run as a picture: jobs and lines of batches that ended per second, and under that what went
 * wrong.
 */
public final class Timeline {
  private static final int WIDTH = 1400;
  private static final int HEIGHT = 640;
  private static final int BINS = 120;
  private static final long SHORTEST_BIN = 2000;

  /** Under the zero line there is a row for each kind of fault. */
  private static final double ROWS_OF_HEIGHT = 0.09;

  private static final double SHORTEST_MARK = 0.003;
  private static final double NAMES = 0.06;
  private static final int BLANKS = 10;
  private static final Map<Kind, Color> COLOURS =
      Map.of(
          Kind.KILL, Charts.VERMILION,
          Kind.FREEZE, Charts.BLUE,
          Kind.TERMINATE, Charts.GREEN,
          Kind.CUT, Charts.ORANGE,
          Kind.DELAY, Charts.SKY,
          Kind.THROTTLE, Charts.SKY,
          Kind.NAN, Charts.PURPLE,
          Kind.SHAPES, Charts.PURPLE,
          Kind.GARBAGE, Charts.PURPLE,
          Kind.CORRUPT, Charts.BLACK);

  private final Report report;
  private final double seconds;
  private final XYChart chart;

  private Timeline(Report report) {
    this.report = report;
    long last = LongStream.concat(jobEnds(report), lineEnds(report)).max().orElse(0);
    this.seconds = Math.max(report.schedule().length().toMillis(), last) / 1000.0;
    this.chart =
        Charts.xy(
            WIDTH,
            HEIGHT,
            "Jobs (blue) that ended and lines of batches (green) that succeeded per second, and what went wrong",
            "seconds",
            "per second");
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setYAxisTickMarkSpacingHint(40);
    chart.getStyler().setXAxisMin(-NAMES * seconds).setXAxisMax(seconds);
    chart.setCustomXAxisTickLabelsFormatter(value -> label(value, NAMES * seconds));
  }

  /** Draws it. */
  public static void write(Path file, Report report) throws IOException {
    Timeline timeline = new Timeline(report);
    double top =
        Math.max(
            timeline.rate("jobs", jobEnds(report), Charts.BLUE),
            timeline.rate("lines", lineEnds(report), Charts.GREEN));
    timeline.faults(top * ROWS_OF_HEIGHT);
    Charts.write(file, true, List.of(timeline.chart));
  }

  private double rate(String name, LongStream ends, Color colour) {
    long bin = Math.max(SHORTEST_BIN, (long) (seconds * 1000 / BINS));
    int bins = (int) (seconds * 1000 / bin) + 1;
    double[] x = new double[bins];
    double[] y = new double[bins];
    for (int i = 0; i < bins; i++) {
      x[i] = (double) i * bin / 1000;
    }
    ends.filter(at -> at >= 0).forEach(at -> y[(int) (at / bin)] += 1000.0 / bin);
    XYSeries series = chart.addSeries(name, x, y);
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(colour);
    series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Step);
    return Math.max(1, Arrays.stream(y).max().orElse(1));
  }

  private void faults(double row) {
    for (Kind kind : Kind.values()) {
      double y = -row * (kind.ordinal() + 1);
      chart.addAnnotation(new AnnotationText(kind.title(), -NAMES * seconds / 2, y, false));
    }
    for (Struck struck : report.struck()) {
      Kind kind = struck.fault().kind();
      double y = -row * (kind.ordinal() + 1);
      double from = struck.from() / 1000.0;
      double to = Math.max(from + SHORTEST_MARK * seconds, struck.to() / 1000.0);
      XYSeries series =
          chart.addSeries(
              "fault " + struck.fault().number(), new double[] {from, to}, new double[] {y, y});
      series.setMarker(SeriesMarkers.NONE);
      series.setLineStyle(new BasicStroke(11, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL));
      series.setLineColor(COLOURS.get(kind));
    }
    double bottom = row * (Kind.values().length + 1);
    chart.getStyler().setYAxisMin(-bottom);
    chart.setCustomYAxisTickLabelsFormatter(value -> label(value, bottom));
  }

  /** Negative numbers are blank, but not equal: the chart would leave out ticks of equal labels. */
  private static String label(double value, double range) {
    if (value < 0) {
      return " ".repeat(1 + (int) Math.round(-BLANKS * value / range));
    }
    return value == Math.rint(value) ? "%.0f".formatted(value) : "%.1f".formatted(value);
  }

  private static LongStream jobEnds(Report report) {
    return report.jobs().stream().flatMapToLong(job -> end(job).stream());
  }

  /** When its watcher heard of it, about once a second. */
  private static LongStream lineEnds(Report report) {
    LongStream.Builder ends = LongStream.builder();
    for (BatchRecord batch : report.batches().all()) {
      int before = 0;
      for (BatchSeen seen : batch.seen()) {
        for (int i = before; i < seen.succeeded(); i++) {
          ends.add(seen.at());
        }
        before = Math.max(before, seen.succeeded());
      }
    }
    return ends.build();
  }

  private static OptionalLong end(Life job) {
    return job.seen().stream().filter(Seen::end).mapToLong(Seen::at).findFirst();
  }
}
