package dev.langevin.bench.quality;

import dev.langevin.bench.plot.Charts;
import dev.langevin.sampling.Samplers;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code langevin bench quality}: draws what evaluate/samplers.py found out. */
@Command(
    name = "quality",
    description = "Draws the quality of every sampler against its network evaluations.")
public final class Quality implements Callable<Integer> {
  /** What the others are compared with: drawn as a line across. */
  private static final String REFERENCE = "ddpm";

  private static final int REFERENCE_EVALUATIONS = 1000;
  private static final int PANEL = 430;
  private static final double FEWEST = 4;
  private static final double MOST = 50;

  /** Where good samplers' differences can be seen, in percent. */
  private static final double LOW_END = 80;

  private static final List<Color> COLOURS =
      List.of(
          Charts.BLUE,
          Charts.ORANGE,
          Charts.GREEN,
          Charts.VERMILION,
          Charts.SKY,
          Charts.PURPLE,
          Charts.BLACK);

  @Parameters(paramLabel = "SCORES", description = "The JSON file of evaluate/samplers.py.")
  Path scores;

  @Option(
      names = {"-o", "--png"},
      paramLabel = "FILE",
      defaultValue = "${sys:langevin.home:-.}/docs/samplers.png",
      description = "Where to draw them. Default: docs/samplers.png")
  Path png;

  @Override
  public Integer call() throws IOException {
    List<Score> all = Score.read(scores);
    List<Score> reference = all.stream().filter(Quality::reference).toList();
    Map<Kind, Map<String, List<Score>>> kinds = new EnumMap<>(Kind.class);
    all.stream()
        .filter(score -> !reference(score))
        .collect(Collectors.groupingBy(Score::sampler, LinkedHashMap::new, Collectors.toList()))
        .forEach(
            (sampler, line) ->
                kinds
                    .computeIfAbsent(Kind.of(sampler, line), kind -> new LinkedHashMap<>())
                    .put(sampler, line));
    List<XYChart> panels = new ArrayList<>();
    kinds.forEach((kind, lines) -> panels.add(panel(kind, lines, reference)));
    Charts.write(png, true, panels);
    System.out.println("picture: " + png);
    return 0;
  }

  private static boolean reference(Score score) {
    return score.sampler().equals(REFERENCE) && score.evaluations() == REFERENCE_EVALUATIONS;
  }

  /** A panel each. */
  private enum Kind {
    DETERMINISTIC("Deterministic samplers", LOW_END),
    STOCHASTIC("Stochastic samplers", LOW_END),
    STUMBLING("Samplers that do badly with some number of evaluations", 0);

    private final String title;
    private final double low;

    Kind(String title, double low) {
      this.title = title;
      this.low = low;
    }

    static Kind of(String sampler, List<Score> scores) {
      if (scores.stream().anyMatch(score -> 100 * score.present() < LOW_END)) {
        return STUMBLING;
      }
      return Samplers.named(sampler).stochastic() ? STOCHASTIC : DETERMINISTIC;
    }
  }

  private static XYChart panel(Kind kind, Map<String, List<Score>> lines, List<Score> reference) {
    XYChart chart =
        new XYChartBuilder()
            .width(2 * PANEL)
            .height(PANEL)
            .title(kind.title)
            .xAxisTitle("network evaluations")
            .yAxisTitle("attributes present, %")
            .build();
    Charts.dress(chart.getStyler());
    chart.getStyler().setXAxisLogarithmic(true).setMarkerSize(7);
    chart.getStyler().setXAxisMin(FEWEST).setXAxisMax(MOST);
    chart.getStyler().setYAxisMin(kind.low).setYAxisMax(100.0);
    int index = 0;
    for (List<Score> line : lines.values()) {
      draw(chart, line, index++);
    }
    for (Score score : reference) {
      double height = 100 * score.present();
      chart.addAnnotation(new AnnotationLine(height, false, false));
      double above = height + (100 - kind.low) / 40;
      String text = "%s, %d evaluations".formatted(score.sampler(), score.evaluations());
      chart.addAnnotation(new AnnotationText(text, MOST / 1.25, above, false));
    }
    return chart;
  }

  private static void draw(XYChart chart, List<Score> scores, int index) {
    double[] x = scores.stream().mapToDouble(Score::evaluations).toArray();
    double[] y = scores.stream().mapToDouble(score -> 100 * score.present()).toArray();
    XYSeries series = chart.addSeries(scores.getFirst().sampler(), x, y);
    Color colour = COLOURS.get(index % COLOURS.size());
    boolean dashed = index >= COLOURS.size();
    series.setLineColor(colour);
    series.setMarkerColor(colour);
    series.setMarker(dashed ? SeriesMarkers.DIAMOND : SeriesMarkers.CIRCLE);
    float[] dash = dashed ? new float[] {6, 4} : null;
    series.setLineStyle(
        new BasicStroke(1.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 1, dash, 0));
  }
}
