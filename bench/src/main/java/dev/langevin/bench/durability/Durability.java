package dev.langevin.bench.durability;

import com.google.gson.GsonBuilder;
import com.google.protobuf.Duration;
import dev.langevin.bench.Scratch;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.PictureSize;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Priority;
import dev.langevin.v1.Size;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code langevin bench durability}: what it costs, without a fault, that no job is lost. */
@Command(
    name = "durability",
    description = {
      "Does the same jobs as an orchestrator does them (a slot's lock and its renewals, claim and",
      "end in the log, checkpoints) and bare, in turns, with the same services."
    })
public final class Durability implements Callable<Integer> {
  /** The most that durability may add to a job's time. */
  static final double BAR = 0.02;

  private static final int WARMUPS = 4;

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
      names = "--model",
      paramLabel = "DIR",
      defaultValue = "${sys:langevin.home:-.}/models/storybook",
      description = "The model. Default: the default model.")
  Path model;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      defaultValue = "${sys:langevin.home:-.}/bench/target/durability.json",
      description = "Where to write the figures. Default: bench/target/durability.json")
  Path json;

  /**
   * One number of steps.
   *
   * @param steps of the jobs
   * @param bareMillis the median job's time, bare
   * @param durableMillis the same, durable
   * @param added the median over the pairs of what durability adds, as a share of the bare time
   */
  record Figure(int steps, double bareMillis, double durableMillis, double added) {
    boolean holds() {
      return added <= BAR;
    }
  }

  @Override
  public Integer call() throws Exception {
    List<Figure> figures = new ArrayList<>();
    try (Scratch data = new Scratch();
        Rig rig = Rig.start(model.toAbsolutePath().getParent(), data.folder())) {
      for (int count : steps) {
        figures.add(measure(rig, request(count)));
      }
    }
    System.err.println();
    System.out.printf("%-6s %10s %12s %8s  %s%n", "steps", "bare ms", "durable ms", "added", "bar");
    for (Figure f : figures) {
      System.out.printf(
          Locale.ROOT,
          "%-6d %10.1f %12.1f %6.2f %%  %s%n",
          f.steps(),
          f.bareMillis(),
          f.durableMillis(),
          100 * f.added(),
          f.holds() ? "holds" : "DOES NOT HOLD");
    }
    System.out.printf(Locale.ROOT, "%nbar: %.0f %% of a job's time%n", 100 * BAR);
    Files.createDirectories(json.toAbsolutePath().getParent());
    Files.writeString(json, new GsonBuilder().setPrettyPrinting().create().toJson(figures) + "\n");
    System.out.println("figures: " + json);
    return figures.stream().allMatch(Figure::holds) ? 0 : 1;
  }

  /** In pairs, whose order changes, so that what else the machine does falls on both. */
  private Figure measure(Rig rig, GenerationRequest request) throws Exception {
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
        added.add(other / one - 1);
      }
      System.err.printf("\r%d steps: %d of %d", request.getSteps(), Math.max(0, i + 1), pairs);
    }
    return new Figure(request.getSteps(), median(bare), median(durable), median(added));
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
        .setDeadline(Duration.newBuilder().setSeconds(3600))
        .build();
  }

  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
