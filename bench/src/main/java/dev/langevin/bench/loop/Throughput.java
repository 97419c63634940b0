package dev.langevin.bench.loop;

import dev.langevin.bench.kit.Bar;
import dev.langevin.bench.kit.Benchmark;
import dev.langevin.bench.kit.Progress;
import dev.langevin.bench.kit.Result;
import dev.langevin.bench.kit.Scratch;
import dev.langevin.bench.kit.TextTable;
import dev.langevin.runtime.onnx.ExecutionSettings;
import dev.langevin.v1.GenerationRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code langevin bench throughput}: what the whole system gains from many jobs. */
@Command(
    name = "throughput",
    description = {
      "Makes the pictures of mixed jobs (4, 8, 20 and 50 steps, half of them unguided, five",
      "samplers, no two alike) through the whole system, all at once, and in a bare Java loop, one",
      "after another: one half before, one half after. Their bytes must be the same."
    })
public final class Throughput extends Benchmark {
  /** What lies at the ends, where batches can't be full yet or any more, is left out. */
  private static final double EDGE = 0.1;

  private static final int QUICK_JOBS = Jobs.KINDS;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      defaultValue = "200",
      description = "How many jobs; multiples of 40 hold every kind as often. Default: 200")
  int count;

  @Option(names = "--model", paramLabel = "DIR", description = "Default: the default model.")
  Path model = defaultModel();

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description = {
        "A Python with torch, diffusers, transformers and onnx, to do the same in PyTorch on the",
        "CPU. Default: PyTorch is left out."
      })
  Path python;

  /**
   * What was found.
   *
   * @param jobs how many
   * @param bareSeconds of all of them in the bare loop
   * @param systemSeconds of all of them in the system, from the first call to the last picture
   * @param torchSeconds of all of them in PyTorch; null if it was left out
   * @param fill of the batches, without what lies at the ends
   * @param idleCores processors that the idle system took while the bare loop ran
   * @param course of the batches over time
   */
  record Figures(
      int jobs,
      double bareSeconds,
      double systemSeconds,
      Double torchSeconds,
      Fill fill,
      double idleCores,
      List<Course> course) {
    double gain() {
      return bareSeconds / systemSeconds;
    }
  }

  @Override
  public Result measure(boolean quick, Progress progress) throws Exception {
    int jobs = quick ? QUICK_JOBS : count;
    Figures figures;
    try (Scratch data = new Scratch()) {
      figures = measure(data.folder(), jobs, quick, progress);
    }
    TextTable table =
        new TextTable("%d mixed jobs".formatted(jobs), "seconds", "images/s", "bare loop = 1");
    add(table, "whole system", figures, figures.systemSeconds());
    add(table, "bare loop", figures, figures.bareSeconds());
    if (figures.torchSeconds() != null) {
      add(table, "PyTorch", figures, figures.torchSeconds());
    }
    TextTable batches = new TextTable("batches, middle 80 %", "");
    batches.add("rows of a run, mean", figures.fill().rows());
    batches.add("calibrated cap", figures.fill().cap());
    return new Result(
        name(),
        "What does the whole system gain from many jobs?",
        quick,
        List.of(
            Bar.atLeast("images per second, whole system to bare loop", figures.gain(), 1.15, ""),
            Bar.atLeast("batch fill", 100 * figures.fill().share(), 80, "%"),
            Bar.atLeast("calibrated cap", figures.fill().cap(), 4, "rows")),
        List.of(table, batches),
        figures,
        ThroughputChart.of(figures));
  }

  private Figures measure(Path data, int count, boolean quick, Progress progress) throws Exception {
    try (Sides sides = Sides.start(model, data, Sides.patience(quick), progress)) {
      sides.warmUp(quick, progress);
      List<GenerationRequest> jobs = sides.jobs().mixed(count);
      List<byte[]> bare = new ArrayList<>();
      double bareSeconds = oneByOne(sides, jobs.subList(0, count / 2), bare, count, progress);
      Instant since = Instant.now();
      AtomicInteger done = new AtomicInteger();
      Sides.Pictures system =
          sides.allAtOnce(
              jobs,
              () -> progress.at("whole system: %d of %d".formatted(done.incrementAndGet(), count)));
      bareSeconds += oneByOne(sides, jobs.subList(count / 2, count), bare, count, progress);
      for (int i = 0; i < count; i++) {
        Sides.requireSame(jobs.get(i), bare.get(i), system.files().get(i));
      }
      double idle = sides.idleCores();
      List<Span> spans = sides.spans(since);
      return new Figures(
          count,
          bareSeconds,
          system.seconds(),
          torch(jobs, data, progress),
          Fill.of(spans, EDGE, 1 - EDGE),
          idle,
          Course.of(spans));
    }
  }

  private Double torch(List<GenerationRequest> jobs, Path data, Progress progress)
      throws IOException, InterruptedException {
    if (python == null) {
      progress.stage("PyTorch is left out; --python FILE names a Python that has it");
      return null;
    }
    int threads = ExecutionSettings.cpu().threads();
    return Torch.seconds(python, model.toAbsolutePath(), threads, jobs, data, progress);
  }

  private static double oneByOne(
      Sides sides, List<GenerationRequest> jobs, List<byte[]> files, int count, Progress progress) {
    double seconds = 0;
    for (GenerationRequest request : jobs) {
      Sides.Timed made = sides.bare(request);
      files.add(made.file());
      seconds += made.nanos() / 1e9;
      progress.at("bare loop: %d of %d".formatted(files.size(), count));
    }
    return seconds;
  }

  private static void add(TextTable table, String who, Figures figures, double seconds) {
    table.add(who, seconds, figures.jobs() / seconds, figures.bareSeconds() / seconds);
  }
}
