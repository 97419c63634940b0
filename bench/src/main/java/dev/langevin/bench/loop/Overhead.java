package dev.langevin.bench.loop;

import dev.langevin.bench.kit.Bar;
import dev.langevin.bench.kit.Benchmark;
import dev.langevin.bench.kit.Progress;
import dev.langevin.bench.kit.Quantiles;
import dev.langevin.bench.kit.Result;
import dev.langevin.bench.kit.Scratch;
import dev.langevin.bench.kit.TextTable;
import dev.langevin.v1.GenerationRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code langevin bench overhead}: what the whole system adds to one job. */
@Command(
    name = "overhead",
    description = {
      "Makes the same pictures through the whole system, run as 'langevin serve' is, and in a bare",
      "Java loop with the same classes, one at a time and in turns. Their bytes must be the same."
    })
public final class Overhead extends Benchmark {
  private static final int STEPS = 20;
  private static final int WARMUPS = 80;
  private static final int QUICK_WARMUPS = 8;
  private static final int QUICK_PAIRS = 16;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      defaultValue = "60",
      description = "How many jobs of each way. Default: 60")
  int pairs;

  @Option(names = "--model", paramLabel = "DIR", description = "Default: the default model.")
  Path model = defaultModel();

  /**
   * One job each way.
   *
   * @param bareMillis the bare loop's time
   * @param systemMillis from the call of Generate to its last message, with the picture
   */
  record Pair(double bareMillis, double systemMillis) {
    double ratio() {
      return systemMillis / bareMillis;
    }
  }

  /**
   * What was found.
   *
   * @param pairs in order
   * @param ratio the median over the pairs
   * @param perStepMillis what the control plane takes between two runs of the network
   * @param spanMillis the median job's time by name of span
   * @param idleCores processors that the idle system took while the bare loop ran
   */
  record Figures(
      List<Pair> pairs,
      double ratio,
      List<Double> perStepMillis,
      Map<String, Double> spanMillis,
      double idleCores) {}

  @Override
  public Result measure(boolean quick, Progress progress) throws Exception {
    Figures figures;
    try (Scratch data = new Scratch();
        Sides sides = Sides.start(model, data.folder(), Sides.patience(quick), progress)) {
      sides.warmUp(quick, progress);
      figures =
          measure(sides, quick ? QUICK_WARMUPS : WARMUPS, quick ? QUICK_PAIRS : pairs, progress);
    }
    Map<String, Double> spans = figures.spanMillis();
    TextTable table = new TextTable("a job of %d steps".formatted(STEPS), "median ms");
    table.add("bare loop", median(figures, true));
    table.add("whole system", median(figures, false));
    spans.forEach((name, millis) -> table.add("  " + name, millis));
    return new Result(
        name(),
        "What does the whole system add to one job?",
        quick,
        List.of(
            Bar.atMost("whole system to bare loop, median of pairs", figures.ratio(), 1.10, ""),
            Bar.atMost(
                "control plane's share of a step, p50",
                Quantiles.median(figures.perStepMillis()),
                3,
                "ms")),
        List.of(table),
        figures,
        OverheadChart.of(figures));
  }

  private static double median(Figures figures, boolean bare) {
    return Quantiles.median(
        figures.pairs().stream().map(p -> bare ? p.bareMillis() : p.systemMillis()).toList());
  }

  /** In pairs, whose order changes, so that what else the machine does falls on both. */
  private static Figures measure(Sides sides, int warmups, int count, Progress progress)
      throws IOException {
    List<Pair> pairs = new ArrayList<>();
    Instant since = Instant.now();
    for (int i = -warmups; i < count; i++) {
      since = i == 0 ? Instant.now() : since;
      GenerationRequest request = sides.jobs().guided(STEPS);
      Sides.Timed first = i % 2 == 0 ? sides.bare(request) : sides.system(request);
      Sides.Timed second = i % 2 == 0 ? sides.system(request) : sides.bare(request);
      Sides.Timed bare = i % 2 == 0 ? first : second;
      Sides.Timed system = i % 2 == 0 ? second : first;
      Sides.requireSame(request, bare.file(), system.file());
      if (i >= 0) {
        pairs.add(new Pair(bare.millis(), system.millis()));
      }
      progress.at("pair %d of %d".formatted(Math.max(0, i + 1), count));
    }
    List<Span> spans = sides.spans(since);
    Map<String, Double> millis = new LinkedHashMap<>();
    Shares.perJob(spans).forEach((name, each) -> millis.put(name, Quantiles.median(each)));
    return new Figures(
        pairs,
        Quantiles.median(pairs.stream().map(Pair::ratio).toList()),
        Shares.perStep(spans),
        millis,
        sides.idleCores());
  }
}
