package dev.langevin.bench.sight;

import dev.langevin.bench.kit.Bar;
import dev.langevin.bench.kit.Benchmark;
import dev.langevin.bench.kit.Progress;
import dev.langevin.bench.kit.Quantiles;
import dev.langevin.bench.kit.Result;
import dev.langevin.bench.kit.Scratch;
import dev.langevin.bench.kit.TextTable;
import dev.langevin.bench.loop.Server;
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
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code langevin bench sight}: what traces and numbers cost a job. */
@Command(
    name = "sight",
    description = {
      "Makes pictures one at a time through the whole system, run as 'langevin serve' is, in pairs: one",
      "job whose trace is recorded, and one like it whose trace is not. The client says which, so that",
      "both run in the same process, with the same code compiled."
    })
public final class Sight extends Benchmark {
  private static final int STEPS = 20;
  private static final Metadata.Key<String> HEADER =
      Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);

  /** Values that an evaluation puts into histograms: call, wait, row's time, rows of the batch. */
  private static final int VALUES = 4;

  private static final int VALUES_TIMED = 5_000_000;

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
   * @param recordedMillis of each pair
   * @param plainMillis likewise
   * @param ratio the median over the pairs, of the recorded one to the other
   * @param low the ratio's 95 % interval, from pairs drawn again and again
   * @param high likewise
   * @param valueNanos what a value costs that is put into a histogram
   * @param valuesShare what the values of a job's evaluations take of its time
   */
  record Figures(
      List<Double> recordedMillis,
      List<Double> plainMillis,
      double ratio,
      double low,
      double high,
      double valueNanos,
      double valuesShare) {}

  @Override
  public Result measure(boolean quick, Progress progress) throws Exception {
    if (address != null) {
      ManagedChannel channel = Channels.open(address);
      try {
        return result(quick, pairs(channel, quick, progress));
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
      return result(quick, pairs(server.channel(), quick, progress));
    }
  }

  private Figures pairs(Channel channel, boolean quick, Progress progress) throws IOException {
    List<Double> recorded = new ArrayList<>();
    List<Double> plain = new ArrayList<>();
    int count = quick ? 20 : pairs;
    int warm = Math.min(count, 200);
    for (int i = -warm; i < count; i++) {
      boolean first = i % 2 == 0; // so that what else the machine does falls on both
      double one = millis(channel, first);
      double other = millis(channel, !first);
      if (i >= 0) {
        recorded.add(first ? one : other);
        plain.add(first ? other : one);
      }
      progress.at("pair %d of %d".formatted(Math.max(0, i + 1), count));
    }
    return figures(recorded, plain);
  }

  private final long base = System.currentTimeMillis() << 20; // traces of their own
  private int made;

  private double millis(Channel channel, boolean record) throws IOException {
    int number = made++;
    Metadata headers = new Metadata();
    headers.put(HEADER, "00-%032x-%016x-%s".formatted(base + number, 1, record ? "01" : "00"));
    return Load.make(channel, Load.alike((int) (base >>> 20 & 0xfffff) + number, STEPS), headers)
        / 1e6;
  }

  private static Figures figures(List<Double> recorded, List<Double> plain) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < recorded.size(); i++) {
      ratios.add(recorded.get(i) / plain.get(i));
    }
    SplittableRandom random = new SplittableRandom(1);
    List<Double> medians = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      medians.add(
          Quantiles.median(
              random.ints(ratios.size(), 0, ratios.size()).mapToObj(ratios::get).toList()));
    }
    double nanos = valueNanos();
    return new Figures(
        recorded,
        plain,
        Quantiles.median(ratios),
        Quantiles.of(medians, 0.025),
        Quantiles.of(medians, 0.975),
        nanos,
        VALUES * STEPS * nanos / 1e6 / Quantiles.median(plain));
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
    TextTable table = new TextTable("a job of %d steps".formatted(STEPS), "");
    table.add("recorded, median ms", Quantiles.median(figures.recordedMillis()));
    table.add("not recorded, median ms", Quantiles.median(figures.plainMillis()));
    table.add("ratio of pairs, 95 % interval from", figures.low());
    table.add("  to", figures.high());
    table.add("a value in a histogram, ns", figures.valueNanos());
    return new Result(
        name(),
        "What do traces and numbers cost a job?",
        quick,
        List.of(
            Bar.atMost(
                "time of recorded jobs to others, median of pairs", figures.ratio(), 1.01, ""),
            Bar.atMost("share of the numbers", 100 * figures.valuesShare(), 1, "%")),
        List.of(table),
        figures,
        List.of());
  }
}
