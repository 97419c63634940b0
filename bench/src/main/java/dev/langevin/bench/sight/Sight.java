package dev.langevin.bench.sight;

import dev.langevin.bench.kit.Bar;
import dev.langevin.bench.kit.Benchmark;
import dev.langevin.bench.kit.Progress;
import dev.langevin.bench.kit.Quantiles;
import dev.langevin.bench.kit.Result;
import dev.langevin.bench.kit.Scratch;
import dev.langevin.bench.kit.TextTable;
import dev.langevin.bench.loop.Server;
import dev.langevin.bench.loop.Span;
import dev.langevin.runtime.grpc.Channels;
import dev.langevin.runtime.metrics.Meter;
import dev.langevin.runtime.metrics.Meters;
import dev.langevin.runtime.metrics.Spread;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code langevin bench sight}: what traces and numbers cost a job. */
@Command(
    name = "sight",
    description = {
      "Makes pictures one at a time through the whole system, run as 'langevin serve' is: five jobs",
      "whose traces are recorded, then five like them whose traces are not, and so on. The client says",
      "which, so that both run in the same process, with the same code compiled. What is compared is the",
      "time of processors that each five took, and the time by the clock that each took. Both differ by",
      "more from job to job than traces cost; so the spans of the recorded jobs are recorded once more,",
      "many times and without the jobs, and what that takes is held against a job's time."
    })
public final class Sight extends Benchmark {
  private static final int STEPS = 20;
  private static final Metadata.Key<String> HEADER =
      Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);

  /** Values that an evaluation puts into histograms: call, wait, row's time, rows of the batch. */
  private static final int VALUES = 4;

  private static final int VALUES_TIMED = 5_000_000;

  /** Jobs of one kind in a row: long enough for the kernel's clock of processors, of 10 ms. */
  private static final int BLOCK = 5;

  private static final int WARM_BLOCKS = 20;
  private static final int QUICK = 20;

  /** Longer than spans wait for their export. */
  private static final Duration EXPORT = Duration.ofMillis(1500);

  private static final double LIMIT = 1.01;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      defaultValue = "200",
      description = "How many jobs of each kind. Default: 200")
  int pairs;

  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      description = "A system that runs already, and records traces. Default: one of its own.")
  String address;

  @Option(names = "--model", paramLabel = "DIR", description = "Default: the default model.")
  Path model = defaultModel();

  /**
   * What was found.
   *
   * @param recordedMillis of each job, by the clock
   * @param plainMillis likewise
   * @param recordedProcessor milliseconds of each block of jobs, of all processors; none where the
   *     system is not ours
   * @param plainProcessor likewise
   * @param wall what came of the jobs
   * @param processor what came of the blocks; not numbers where there are none
   * @param spans of a job; not a number where the system is not ours
   * @param spansMillis of processors, that recording them takes; likewise
   * @param spansShare what that is of a job's processor time; likewise
   * @param valueNanos what a value costs that is put into a histogram
   * @param valuesShare what the values of a job's evaluations take of its time
   */
  record Figures(
      List<Double> recordedMillis,
      List<Double> plainMillis,
      List<Double> recordedProcessor,
      List<Double> plainProcessor,
      Ratio wall,
      Ratio processor,
      double spans,
      double spansMillis,
      double spansShare,
      double valueNanos,
      double valuesShare) {}

  private final List<Double> recordedMillis = new ArrayList<>();
  private final List<Double> plainMillis = new ArrayList<>();
  private final List<Double> recordedProcessor = new ArrayList<>();
  private final List<Double> plainProcessor = new ArrayList<>();
  private final Set<String> recorded = new HashSet<>(); // traces of jobs that count
  private final long base = System.currentTimeMillis() << 20; // traces of their own
  private int made;

  @Override
  public Result measure(boolean quick, Progress progress) throws Exception {
    if (address != null) {
      ManagedChannel channel = Channels.open(address);
      try {
        return result(quick, pairs(channel, Optional.empty(), quick, progress));
      } finally {
        Channels.close(channel);
      }
    }
    try (Scratch data = new Scratch();
        Server server =
            Server.start(
                model.toAbsolutePath().normalize().getParent(),
                data.folder(),
                Map.of("COALESCE", "false"))) {
      progress.stage("starting the system, which measures its best batch");
      server.awaitCalibration(Duration.ofSeconds(quick ? 25 : 90));
      return result(quick, pairs(server.channel(), Optional.of(server), quick, progress));
    }
  }

  private Figures pairs(Channel channel, Optional<Server> server, boolean quick, Progress progress)
      throws IOException, InterruptedException {
    int blocks = Math.ceilDiv(quick ? QUICK : pairs, BLOCK);
    int warm = Math.min(blocks, WARM_BLOCKS);
    for (int i = -warm; i < blocks; i++) {
      progress.at("pair %d of %d".formatted(Math.max(0, i) * BLOCK + 1, blocks * BLOCK));
      boolean first = i % 2 == 0; // so that what else the machine does falls on both
      block(channel, server, first, i >= 0);
      block(channel, server, !first, i >= 0);
    }
    Ratio wall = Ratio.of(recordedMillis, plainMillis);
    Ratio processor =
        server.isPresent()
            ? Ratio.of(recordedProcessor, plainProcessor)
            : new Ratio(Double.NaN, Double.NaN, Double.NaN);
    progress.at("recording their spans once more");
    double spans = Double.NaN;
    double spansMillis = Double.NaN;
    if (server.isPresent()) {
      SpanCost cost = new SpanCost(spans(server.get()));
      spans = cost.spansPerJob();
      spansMillis = cost.processorMillis();
    }
    double nanos = valueNanos();
    return new Figures(
        List.copyOf(recordedMillis),
        List.copyOf(plainMillis),
        List.copyOf(recordedProcessor),
        List.copyOf(plainProcessor),
        wall,
        processor,
        spans,
        spansMillis,
        server.isPresent() ? spansMillis * BLOCK / Quantiles.median(plainProcessor) : Double.NaN,
        nanos,
        VALUES * STEPS * nanos / 1e6 / Quantiles.median(plainMillis));
  }

  /** Jobs of one kind, up to the export of their spans, which takes processors, too. */
  private void block(Channel channel, Optional<Server> server, boolean record, boolean counts)
      throws IOException, InterruptedException {
    Duration before = server.map(Server::processorTime).orElse(Duration.ZERO);
    List<Load.Made> jobs = new ArrayList<>();
    for (int i = 0; i < BLOCK; i++) {
      jobs.add(make(channel, record));
    }
    Thread.sleep(EXPORT);
    if (!counts) {
      return;
    }
    jobs.forEach(job -> (record ? recordedMillis : plainMillis).add(job.millis()));
    if (record) {
      jobs.forEach(job -> recorded.add(job.trace()));
    }
    server.ifPresent(
        it ->
            (record ? recordedProcessor : plainProcessor)
                .add(it.processorTime().minus(before).toNanos() / 1e6));
  }

  private Load.Made make(Channel channel, boolean record) throws IOException {
    int number = made++;
    String trace = "%032x".formatted(base + number);
    Metadata headers = new Metadata();
    headers.put(HEADER, "00-%s-%016x-%s".formatted(trace, 1, record ? "01" : "00"));
    Load.Made job =
        Load.make(channel, Load.alike((int) (base >>> 20 & 0xfffff) + number, STEPS), headers);
    if (!job.trace().equals(record ? trace : "")) {
      throw new IOException(
          record
              ? "a job was to be recorded and was not: does the system have LANGEVIN_TRACES?"
              : "a job was not to be recorded, and was, as trace " + job.trace());
    }
    return job;
  }

  /** Of each job that counts. */
  private List<List<Span>> spans(Server server) throws IOException {
    return List.copyOf(
        Span.read(server.spans()).stream()
            .filter(span -> recorded.contains(span.trace()))
            .collect(Collectors.groupingBy(Span::trace))
            .values());
  }

  /** Measured on one thread, in this process. */
  private static double valueNanos() {
    Spread spread = Meters.ofProcess().spread(Meter.EVALUATION_SECONDS);
    double best = Double.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      long began = System.nanoTime();
      for (int i = 0; i < VALUES_TIMED; i++) {
        spread.sawNanos(i);
      }
      best = Math.min(best, (System.nanoTime() - began) / (double) VALUES_TIMED);
    }
    return best;
  }

  private Result result(boolean quick, Figures figures) {
    TextTable table = new TextTable("jobs of %d steps".formatted(STEPS), "");
    table.add("recorded, median ms", Quantiles.median(figures.recordedMillis()));
    table.add("not recorded, median ms", Quantiles.median(figures.plainMillis()));
    table.add("ratio of their times (95 % interval)", figures.wall());
    if (!figures.recordedProcessor().isEmpty()) {
      table.add(
          "recorded, processor ms a job", Quantiles.median(figures.recordedProcessor()) / BLOCK);
      table.add(
          "not recorded, processor ms a job", Quantiles.median(figures.plainProcessor()) / BLOCK);
      table.add("ratio of their processor times (95 % interval)", figures.processor());
    }
    List<Bar> bars = new ArrayList<>();
    if (figures.recordedProcessor().isEmpty()) {
      bars.add(figures.wall().below("time of recorded jobs to others", LIMIT));
    } else {
      table.add("spans of a job", figures.spans());
      table.add("recording them, processor ms", figures.spansMillis());
      bars.add(Bar.atMost("share of the traces", 100 * figures.spansShare(), 1, "%"));
      bars.add(figures.processor().notAbove("processor time of recorded jobs to others", LIMIT));
      // What takes time but no processor, such as waiting for each other.
      bars.add(figures.wall().notAbove("time of recorded jobs to others", LIMIT));
    }
    bars.add(Bar.atMost("share of the numbers", 100 * figures.valuesShare(), 1, "%"));
    table.add("a value in a histogram, ns", figures.valueNanos());
    return new Result(
        name(),
        "What do traces and numbers cost a job?",
        quick,
        bars,
        List.of(table),
        figures,
        List.of());
  }
}
