package dev.langevin.bench.durability;

import dev.langevin.bench.kit.Bar;
import dev.langevin.bench.kit.Benchmark;
import dev.langevin.bench.kit.Progress;
import dev.langevin.bench.kit.Quantiles;
import dev.langevin.bench.kit.Result;
import dev.langevin.bench.kit.Scratch;
import dev.langevin.bench.kit.TextTable;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.PictureSize;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Priority;
import dev.langevin.v1.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code langevin bench durability}: what it costs, without a fault, that no job is lost. */
@Command(
    name = "durability",
    description = {
      "Does the same jobs as an orchestrator does them (a slot's lock and its renewals, claim and",
      "end in the log, checkpoints) and bare, in turns, with the same services."
    })
public final class Durability extends Benchmark {
  /** The most that durability may add to a job's time, in percent. */
  static final double BAR = 2;

  private static final int WARMUPS = 4;
  private static final int QUICK_PAIRS = 8;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      defaultValue = "40",
      description = "How many jobs of each way, for each number of steps. Default: 40")
  int pairs;

  @Option(
      names = "--steps",
      paramLabel = "N",
      split = ",",
      defaultValue = "20,100",
      description = "Steps of the jobs. Default: 20,100")
  List<Integer> steps;

  @Option(
      names = "--store-delay",
      paramLabel = "MS",
      defaultValue = "0",
      description = "How long each call to the store of checkpoints takes longer. Default: 0")
  int storeDelay;

  @Option(names = "--model", paramLabel = "DIR", description = "Default: the default model.")
  Path model = defaultModel();

  /**
   * One number of steps.
   *
   * @param steps of the jobs
   * @param bareMillis the median job's time, bare
   * @param durableMillis the same, durable
   * @param added the median over the pairs of what durability adds, in percent of the bare time
   */
  record Figure(int steps, double bareMillis, double durableMillis, double added) {
    Bar bar() {
      return Bar.atMost("durability adds to a job of %d steps".formatted(steps), added, BAR, "%");
    }
  }

  @Override
  public Result measure(boolean quick, Progress progress) throws Exception {
    List<Figure> figures = new ArrayList<>();
    try (Scratch data = new Scratch();
        Rig rig =
            Rig.start(
                model.toAbsolutePath().getParent(), data.folder(), Duration.ofMillis(storeDelay))) {
      for (int count : steps) {
        figures.add(measure(rig, request(count), quick ? QUICK_PAIRS : pairs, progress));
      }
    }
    TextTable table = new TextTable("steps", "bare ms", "durable ms", "added %");
    figures.forEach(f -> table.add(f.steps(), f.bareMillis(), f.durableMillis(), f.added()));
    return new Result(
        name(),
        "What does it cost that no job is lost?",
        quick,
        figures.stream().map(Figure::bar).toList(),
        List.of(table),
        figures,
        List.of());
  }

  /** In pairs, whose order changes, so that what else the machine does falls on both. */
  private static Figure measure(Rig rig, GenerationRequest request, int pairs, Progress progress)
      throws Exception {
    List<Double> bare = new ArrayList<>();
    List<Double> durable = new ArrayList<>();
    List<Double> added = new ArrayList<>();
    for (int i = -WARMUPS; i < pairs; i++) {
      long first = i % 2 == 0 ? rig.bare(request) : rig.durable(request);
      long second = i % 2 == 0 ? rig.durable(request) : rig.bare(request);
      if (i >= 0) {
        double one = (i % 2 == 0 ? first : second) / 1e6;
        double other = (i % 2 == 0 ? second : first) / 1e6;
        bare.add(one);
        durable.add(other);
        added.add(100 * (other / one - 1));
      }
      progress.at("%d steps: %d of %d".formatted(request.getSteps(), Math.max(0, i + 1), pairs));
    }
    return new Figure(
        request.getSteps(),
        Quantiles.median(bare),
        Quantiles.median(durable),
        Quantiles.median(added));
  }

  private GenerationRequest request(int count) {
    ModelDirectory directory = ModelDirectory.open(model);
    PictureSize size = directory.card().sizes().getFirst();
    return GenerationRequest.newBuilder()
        .setPrompt("a red sailboat at sunset")
        .setModel(directory.id().toString())
        .setSize(Size.newBuilder().setWidth(size.width()).setHeight(size.height()))
        .setSampler("dpmpp_2m_sde")
        .setSteps(count)
        .setGuidanceScale(4)
        .setSeed(1)
        .setCount(1)
        .setPriority(Priority.PRIORITY_INTERACTIVE)
        .setDeadline(com.google.protobuf.Duration.newBuilder().setSeconds(3600))
        .build();
  }
}
