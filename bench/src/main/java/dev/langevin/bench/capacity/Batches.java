package dev.langevin.bench.capacity;

import dev.langevin.bench.cluster.Launch;
import dev.langevin.bench.kit.Bar;
import dev.langevin.bench.kit.Benchmark;
import dev.langevin.bench.kit.Progress;
import dev.langevin.bench.kit.Result;
import dev.langevin.bench.kit.Scratch;
import dev.langevin.bench.kit.TextTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code langevin bench batch}: what large batches take of a gateway with a small heap. */
@Command(
    name = "batch",
    description = {
      "Sends batches to a gateway with a heap of 256 MiB, has an orchestrator of the same size make",
      "their lines with a denoiser that answers at once, reads results and archive, and measures",
      "times and live heap."
    })
public final class Batches extends Benchmark {
  private static final double MEBIBYTE = 1 << 20;
  private static final int HEAP_MEBIBYTES = 256;
  private static final int SLOTS = 16;

  /** Promised for 10,000 lines. */
  private static final double ACCEPT_SECONDS = 5;

  private static final int PROMISED_LINES = 10_000;

  /** What is the same for all lines, and what a measurement differs by, is shared among many. */
  private static final double FLAT = 32;

  /** What a gateway keeps to find the second line of a custom_id, while the file comes in. */
  private static final double UPLOADING = 160;

  @Option(
      names = "--lines",
      paramLabel = "N",
      split = ",",
      description = "Lines of each batch, two numbers or more. Default: 1000,10000,100000")
  List<Integer> lines = List.of(1_000, PROMISED_LINES, 100_000);

  @Option(
      names = "--made",
      paramLabel = "N",
      description = "Cancel a batch once so many of its lines were made. Default: 100000, all")
  int made = 100_000;

  @Override
  public Result measure(boolean quick, Progress progress) throws Exception {
    List<BatchLevel> levels =
        levels(quick ? List.of(1_000, PROMISED_LINES) : lines, made, progress);
    return new Result(
        name(),
        "What does a large batch take of a gateway with a heap of 256 MiB?",
        quick,
        bars(levels),
        tables(levels),
        levels,
        BatchChart.of(levels));
  }

  static List<BatchLevel> levels(List<Integer> lines, int made, Progress progress)
      throws IOException, InterruptedException {
    try (Scratch data = new Scratch();
        Site site = new Site(data.folder(), Launch.small(HEAP_MEBIBYTES));
        Clients clients = new Clients(site.address());
        BatchCalls calls = new BatchCalls(site.address())) {
      progress.stage("starting a broker and a gateway");
      clients.ready(site);
      List<BatchLevel> levels = new ArrayList<>();
      for (int count : lines) {
        progress.stage("%,d lines".formatted(count));
        levels.add(BatchLevel.measure(site, calls, count, made, SLOTS, progress));
      }
      return levels;
    }
  }

  static List<Bar> bars(List<BatchLevel> levels) {
    BatchLevel most = levels.getLast();
    List<Bar> bars = new ArrayList<>();
    levels.stream()
        .filter(level -> level.lines() == PROMISED_LINES)
        .forEach(
            level ->
                bars.add(
                    Bar.atMost(
                        "until 10,000 lines are accepted",
                        level.acceptSeconds(),
                        ACCEPT_SECONDS,
                        "s")));
    bars.add(flat("a line that comes in", most, most.uploading(), most.before(), UPLOADING));
    bars.add(flat("a line that waits", most, most.accepted(), most.before(), FLAT));
    bars.add(flat("a line whose result is read", most, most.listing(), most.done(), FLAT));
    bars.add(flat("a line that is downloaded", most, most.downloading(), most.done(), FLAT));
    return bars;
  }

  private static Bar flat(String what, BatchLevel level, long heap, long before, double limit) {
    return Bar.atMost(
        "heap of a gateway for %s, of %,d".formatted(what, level.lines()),
        Math.max(0, level.perLine(heap, before)),
        limit,
        "bytes");
  }

  private static List<TextTable> tables(List<BatchLevel> levels) {
    TextTable times =
        new TextTable("lines", "accepted, s", "made", "lines/s", "results, s", "archive, s");
    TextTable heaps =
        new TextTable(
            "gateway's heap, MiB",
            "before",
            "coming in",
            "waiting",
            "done",
            "results read",
            "archive read",
            "orchestrator's, done");
    for (BatchLevel level : levels) {
      times.add(
          level.lines(),
          level.acceptSeconds(),
          level.made(),
          Math.round(level.made() / level.runSeconds()),
          level.resultSeconds(),
          level.downloadSeconds());
      heaps.add(
          "%,d lines".formatted(level.lines()),
          level.before() / MEBIBYTE,
          level.uploading() / MEBIBYTE,
          level.accepted() / MEBIBYTE,
          level.done() / MEBIBYTE,
          level.listing() / MEBIBYTE,
          level.downloading() / MEBIBYTE,
          level.feeder() / MEBIBYTE);
    }
    TextTable made = new TextTable("heap of a line that has ended", "bytes");
    made.add("at a gateway", Math.round(perLine(levels, BatchLevel::done)));
    made.add("at an orchestrator", Math.round(perLine(levels, BatchLevel::feeder)));
    return List.of(times, heaps, made);
  }

  /** Everybody who reads the log has all lines that there were so far. */
  private static double perLine(List<BatchLevel> levels, ToLongFunction<BatchLevel> heap) {
    List<Line.Point> points = new ArrayList<>();
    long lines = 0;
    for (BatchLevel level : levels) {
      lines += level.made();
      points.add(new Line.Point(lines, heap.applyAsLong(level)));
    }
    return Line.through(points).slope();
  }
}
