package dev.langevin.bench.sampling;

import dev.langevin.bench.kit.Bar;
import dev.langevin.bench.kit.Benchmark;
import dev.langevin.bench.kit.Progress;
import dev.langevin.bench.kit.Result;
import dev.langevin.bench.kit.TextTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code langevin bench sampling}: time and allocation of a step of every sampler. */
@Command(
    name = "sampling",
    description = {
      "Measures a step of every sampler, with two rows of classifier-free guidance.",
      "A step is one network evaluation without the network."
    })
public final class SamplingSpeed extends Benchmark {
  private static final List<String> SHAPES = List.of("4x64x64", "16x128x128");
  private static final String MODEL_SHAPE = "4x16x16";
  private static final int INGREDIENTS = 3;

  /** Most of the network's time that a step may take, in percent. */
  private static final double BAR_SHARE = 1;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description = "These samplers, comma-separated. Default: all.")
  List<String> only = List.of();

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "The model whose network a step is compared with. Default: the default model.")
  Path model = defaultModel();

  private int done;

  /**
   * All that was measured.
   *
   * @param figures at the shapes that have bars
   * @param model at the default model's shape
   * @param networkNanos what its network takes for two rows
   */
  record Figures(List<Figure> figures, List<Figure> model, double networkNanos) {}

  @Override
  public Result measure(boolean quick, Progress progress) throws Exception {
    List<Subject> subjects =
        Subject.all().stream()
            .filter(each -> only.isEmpty() || only.contains(each.name()))
            .toList();
    List<Subject> suitable = subjects.stream().filter(Subject::suitsTimesteps).toList();
    int runs = SHAPES.size() * subjects.size() + suitable.size();
    int all = runs + (SHAPES.size() + 1) * INGREDIENTS;
    Timings timings =
        new Timings(
            quick ? Effort.QUICK : Effort.FULL,
            () -> progress.at("measured %d of %d".formatted(++done, all)));
    List<Figure> figures = new ArrayList<>();
    for (String shape : SHAPES) {
      figures.addAll(timings.measure(subjects, shape));
    }
    List<Figure> small = timings.measure(suitable, MODEL_SHAPE);
    double network = NetworkTime.measure(model);
    return new Result(
        name(),
        "What does a step of a sampler cost, without its network?",
        quick,
        bars(figures, small, network),
        List.of(table(figures)),
        new Figures(figures, small, network),
        SpeedChart.panels(figures, SHAPES));
  }

  private static List<Bar> bars(List<Figure> figures, List<Figure> small, double network) {
    Figure apart = most(figures, Figure::apart);
    Figure all = most(figures, Figure::nanos);
    Figure share = most(small, Figure::nanos);
    double nanos = share.nanos() * Shape.of(share.shape()).size();
    return List.of(
        Bar.atMost(
            "per element and step, apart from draws and quantiles, " + apart.title(),
            apart.apart(),
            Figure.BAR_APART,
            "ns"),
        Bar.atMost("with them, " + all.title(), all.nanos(), Figure.BAR, "ns"),
        Bar.atMost(
            "share of the default model's time, " + share.title(),
            100 * nanos / network,
            BAR_SHARE,
            "%"));
  }

  private static Figure most(List<Figure> figures, ToDoubleFunction<Figure> by) {
    return figures.stream().max(Comparator.comparingDouble(by)).orElseThrow();
  }

  private static TextTable table(List<Figure> figures) {
    TextTable table =
        new TextTable("per element and step", "latents", "ns", "apart", "bytes", "draws", "bars");
    for (Figure f : figures) {
      table.add(
          f.subject(),
          f.shape(),
          f.nanos(),
          f.apart(),
          f.bytes(),
          f.draws(),
          f.holds() ? "hold" : "DO NOT HOLD");
    }
    return table;
  }
}
