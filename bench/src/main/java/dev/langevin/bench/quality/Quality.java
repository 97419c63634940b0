package dev.langevin.bench.quality;

import dev.langevin.bench.plot.Charts;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
  /** What is drawn instead of the thing itself, as a line: its sampler and evaluations. */
  private static final String REFERENCE = "ddpm";

  private static final int REFERENCE_EVALUATIONS = 1000;
  private static final int PANEL = 430;
  private static final int PANELS = 3;
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
    Map<String, List<Score>> bySampler = new LinkedHashMap<>();
    List<Score> reference = new ArrayList<>();
    for (Score score : Score.read(scores)) {
      if (score.sampler().equals(REFERENCE) && score.evaluations() == REFERENCE_EVALUATIONS) {
        reference.add(score);
      } else {
        bySampler.computeIfAbsent(score.sampler(), name -> new ArrayList<>()).add(score);
      }
    }
    List<String> names = new ArrayList<>(bySampler.keySet());
    int each = Math.ceilDiv(names.size(), PANELS);
    List<XYChart> panels = new ArrayList<>();
    for (int from = 0; from < names.size(); from += each) {
      List<String> some = names.subList(from, Math.min(names.size(), from + each));
      panels.add(panel(some, bySampler, reference));
    }
    Charts.write(png, true, panels);
    System.out.println("picture: " + png);
    return 0;
  }

  private static XYChart panel(
      List<String> names, Map<String, List<Score>> bySampler, List<Score> reference) {
    XYChart chart =
        new XYChartBuilder()
            .width(2 * PANEL)
            .height(PANEL)
            .xAxisTitle("network evaluations")
            .yAxisTitle("attributes present, %")
            .build();
    Charts.dress(chart.getStyler());
    chart.getStyler().setXAxisLogarithmic(true).setMarkerSize(7);
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(100.0);
    for (int i = 0; i < names.size(); i++) {
      draw(chart, bySampler.get(names.get(i)), i);
    }
    for (Score score : reference) {
      chart.addAnnotation(new AnnotationLine(100 * score.present(), false, false));
      double left = bySampler.values().iterator().next().getFirst().evaluations();
      String text = "%s, %d evaluations".formatted(score.sampler(), score.evaluations());
      chart.addAnnotation(new AnnotationText(text, left * 1.5, 100 * score.present() + 3, false));
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
