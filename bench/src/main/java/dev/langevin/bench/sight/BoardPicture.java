package dev.langevin.bench.sight;

import dev.langevin.bench.plot.Charts;
import dev.langevin.bench.sight.promql.Evaluation;
import dev.langevin.bench.sight.promql.History;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;

/**
 * Draws a dashboard from what was scraped.
 *
 * @param from seconds, as in the history
 * @param to likewise
 */
record BoardPicture(History history, double from, double to) {
  private static final int WIDTH = 420;
  private static final int HEIGHT = 250;
  private static final int COLUMNS = 3;
  private static final int STEPS = 120;

  /** Letters that fit beside each other below a panel. */
  private static final int LETTERS = 50;

  /** Lines of which there is room below each other, where they don't fit beside each other. */
  private static final int BELOW = 4;

  /** The most lines of a panel; more can't be told apart. */
  private static final int LINES = 8;

  private static final Pattern LABEL = Pattern.compile("\\{\\{(\\w+)}}");
  private static final List<Color> COLOURS =
      List.of(
          Charts.BLUE,
          Charts.ORANGE,
          Charts.GREEN,
          Charts.VERMILION,
          Charts.SKY,
          Charts.PURPLE,
          Charts.BLACK,
          Charts.QUIET);

  /** Writes it as a PNG. */
  void write(Board board, Path file) throws IOException {
    List<XYChart> charts = new ArrayList<>();
    for (Board.Panel panel : board.panels()) {
      charts.add(chart(panel));
    }
    Charts.grid(file, COLUMNS, charts);
  }

  /** The lines of a panel by their legends; NaN where there is no value. */
  Map<String, double[]> lines(Board.Panel panel) {
    Map<String, double[]> lines = new LinkedHashMap<>();
    for (int i = 0; i < STEPS; i++) {
      int step = i;
      Evaluation evaluation = new Evaluation(history, at(i));
      for (Board.Query query : panel.queries()) {
        evaluation
            .of(query.expression())
            .forEach(
                (labels, value) ->
                    lines.computeIfAbsent(legend(query.legend(), labels), key -> nothing())[step] =
                        value);
      }
    }
    return lines;
  }

  private XYChart chart(Board.Panel panel) {
    XYChart chart = Charts.xy(WIDTH, HEIGHT, panel.title(), "", unit(panel.unit()));
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
    chart.getStyler().setXAxisDecimalPattern("0 s");
    chart.getStyler().setXAxisTickMarkSpacingHint(90);
    chart.getStyler().setYAxisMin(0.0);
    double[] x = new double[STEPS];
    Arrays.setAll(x, i -> at(i) - from);
    List<Map.Entry<String, double[]>> lines = new ArrayList<>(largest(lines(panel)).entrySet());
    while (lines.size() > BELOW && letters(lines) > LETTERS) {
      lines.remove(smallest(lines));
    }
    if (letters(lines) > LETTERS) {
      chart.getStyler().setLegendLayout(Styler.LegendLayout.Vertical);
    }
    if (panel.stacked()) {
      stack(lines);
    }
    for (int i = lines.size() - 1; i >= 0; i--) { // what is stacked is covered from below
      Color colour = COLOURS.get(i % COLOURS.size());
      XYSeries series =
          Charts.line(chart, lines.get(i).getKey(), x, lines.get(i).getValue(), colour);
      if (panel.stacked()) {
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Area);
        series.setFillColor(colour);
      }
    }
    int drawn = lines.size();
    if (drawn == 0) {
      chart.getStyler().setLegendVisible(false);
      double[] nothing = new double[STEPS];
      Charts.line(chart, "nothing is told", x, nothing, Color.WHITE);
      chart.setTitle(panel.title() + " (nothing is told)");
    }
    return chart;
  }

  private static int letters(List<Map.Entry<String, double[]>> lines) {
    return lines.stream().mapToInt(line -> line.getKey().length() + 6).sum();
  }

  private static Map.Entry<String, double[]> smallest(List<Map.Entry<String, double[]>> lines) {
    return lines.stream()
        .min((a, b) -> Double.compare(most(a.getValue()), most(b.getValue())))
        .orElseThrow();
  }

  /** Each stands on those before it. */
  private static void stack(List<Map.Entry<String, double[]>> lines) {
    double[] below = new double[STEPS];
    for (Map.Entry<String, double[]> line : lines) {
      double[] own = line.getValue();
      for (int i = 0; i < STEPS; i++) {
        below[i] += Double.isNaN(own[i]) ? 0 : own[i];
        own[i] = below[i];
      }
    }
  }

  /** In the order that they have, without those that are smaller than the {@link #LINES} others. */
  private static Map<String, double[]> largest(Map<String, double[]> lines) {
    List<String> kept =
        lines.entrySet().stream()
            .sorted((a, b) -> Double.compare(most(b.getValue()), most(a.getValue())))
            .limit(LINES)
            .map(Map.Entry::getKey)
            .toList();
    Map<String, double[]> left = new LinkedHashMap<>(lines);
    left.keySet().retainAll(kept);
    return left;
  }

  private static double most(double[] values) {
    return Arrays.stream(values).filter(value -> !Double.isNaN(value)).max().orElse(0);
  }

  private double at(int step) {
    return from + (to - from) * step / (STEPS - 1);
  }

  private static double[] nothing() {
    double[] values = new double[STEPS];
    Arrays.fill(values, Double.NaN);
    return values;
  }

  private static String legend(String format, Map<String, String> labels) {
    Matcher matcher = LABEL.matcher(format);
    return matcher.replaceAll(
        found -> Matcher.quoteReplacement(labels.getOrDefault(found.group(1), "")));
  }

  private static String unit(String grafana) {
    return switch (grafana) {
      case "ops" -> "per second";
      case "s" -> "seconds";
      case "percentunit" -> "share";
      case "bytes" -> "bytes";
      default -> "";
    };
  }
}
