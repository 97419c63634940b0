package dev.langevin.bench.admission;

import com.google.protobuf.Duration;
import dev.langevin.bench.kit.Bar;
import dev.langevin.bench.kit.Benchmark;
import dev.langevin.bench.kit.Progress;
import dev.langevin.bench.kit.Result;
import dev.langevin.bench.kit.Scratch;
import dev.langevin.bench.kit.TextTable;
import dev.langevin.bench.loop.Server;
import dev.langevin.bench.loop.Span;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Priority;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code langevin bench admission}: how long one who waits is kept waiting by those who don't. */
@Command(
    name = "admission",
    description = {
      "Keeps the whole system full of batch jobs, lets interactive jobs come at random moments, and",
      "measures how long it takes from accept until the network has done their first evaluation."
    })
public final class Admission extends Benchmark {
  /** The most evaluations that the median interactive job may wait, its own one included. */
  static final double BAR = 2;

  /** The least share of the time in which the network has to run, or the system is not full. */
  static final double FULL = 0.8;

  private static final java.time.Duration CALIBRATION = java.time.Duration.ofSeconds(20);
  private static final int BATCH_STEPS = 20;
  private static final int STEPS = 4;
  private static final int QUICK_JOBS = 40;

  /**
   * So many batch jobs end for each interactive one: a tenth of the rows are those of the latter.
   */
  private static final double BATCH_PER_JOB = 2;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      defaultValue = "300",
      description = "How many interactive jobs. Default: 300")
  int jobs;

  @Option(
      names = "--load",
      paramLabel = "N",
      defaultValue = "24",
      description = "How many batch jobs at any time, running or waiting. Default: 24")
  int load;

  @Option(names = "--model", paramLabel = "DIR", description = "Default: the default model.")
  Path model = defaultModel();

  @Override
  public Result measure(boolean quick, Progress progress) throws Exception {
    Path models = model.toAbsolutePath().getParent();
    try (Scratch data = new Scratch()) {
      progress.stage("starting the system");
      Set<String> visitors;
      Path spans;
      try (Server server = Server.start(models, data.folder(), Map.of())) {
        server.awaitCalibration(CALIBRATION);
        visitors = visit(new Maker(server.channel()), quick ? QUICK_JOBS : jobs, progress);
        spans = server.spans();
      }
      return result(Delays.of(Span.read(spans), visitors), quick);
    }
  }

  private Set<String> visit(Maker maker, int visitors, Progress progress) throws Exception {
    String id = ModelDirectory.open(model).id().toString();
    maker.await(request(id, true));
    List<Future<String>> visits = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Saturation saturation = new Saturation(maker, request(id, false), load)) {
      progress.stage("filling it with batch jobs");
      saturation.pace(load / 2); // those that began in a system that was not full
      double gap = BATCH_PER_JOB * saturation.pace(load).toMillis();
      SplittableRandom random = new SplittableRandom(1);
      for (int i = 0; i < visitors; i++) {
        Thread.sleep((long) (-gap * Math.log(1 - random.nextDouble())));
        GenerationRequest request = request(id, true).toBuilder().setSeed(1_000_000 + i).build();
        visits.add(threads.submit(() -> maker.make(request)));
        progress.at("%d of %d interactive jobs".formatted(i + 1, visitors));
        saturation.check();
      }
      Set<String> ids = new HashSet<>();
      for (Future<String> visit : visits) {
        ids.add(visit.get());
      }
      return ids;
    }
  }

  private Result result(Delays delays, boolean quick) {
    TextTable table =
        new TextTable("from accept until", "p50", "p90", "p99", "p50 ms", "p90 ms", "p99 ms");
    add(table, "the first evaluation has begun", delays, Visit::begun);
    add(table, "the first evaluation is done", delays, Visit::done);
    TextTable parts = new TextTable("parts, ms", "p50", "p90", "p99");
    addPart(parts, "until a slot has it", delays, Visit::slot);
    addPart(parts, "prompts encoded", delays, Visit::encode);
    addPart(parts, "stream open, first question there", delays, Visit::open);
    addPart(parts, "wait for the network", delays, Visit::queue);
    addPart(parts, "the first evaluation", delays, Visit::run);
    TextTable full = new TextTable("what they came into", "");
    full.add("a run of the network, ms", delays.evaluationMillis());
    full.add("its rows", delays.batchRows());
    full.add("share of the time in which the network runs", delays.busy());
    return new Result(
        name(),
        "How many evaluations does an interactive job wait in a system full of batch jobs?",
        quick,
        List.of(
            Bar.atMost(
                "median time from accept until the first evaluation is done",
                delays.evaluations(Visit::done, 0.5),
                BAR,
                "evaluations"),
            Bar.atLeast("share of the time in which the network runs", delays.busy(), FULL, "")),
        List.of(table, parts, full),
        delays,
        List.of(DelayChart.of(delays, BAR)));
  }

  private static void add(
      TextTable table, String what, Delays delays, ToDoubleFunction<Visit> until) {
    table.add(
        what,
        delays.evaluations(until, 0.5),
        delays.evaluations(until, 0.9),
        delays.evaluations(until, 0.99),
        delays.millis(until, 0.5),
        delays.millis(until, 0.9),
        delays.millis(until, 0.99));
  }

  private static void addPart(
      TextTable table, String what, Delays delays, ToDoubleFunction<Visit> part) {
    table.add(what, delays.millis(part, 0.5), delays.millis(part, 0.9), delays.millis(part, 0.99));
  }

  private static GenerationRequest request(String model, boolean interactive) {
    return GenerationRequest.newBuilder()
        .setPrompt("a red sailboat at sunset")
        .setModel(model)
        .setSampler("dpmpp_2m_sde")
        .setSteps(interactive ? STEPS : BATCH_STEPS)
        .setGuidanceScale(4)
        .setPriority(interactive ? Priority.PRIORITY_INTERACTIVE : Priority.PRIORITY_BATCH)
        .setDeadline(Duration.newBuilder().setSeconds(3600))
        .build();
  }
}
