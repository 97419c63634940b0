package dev.langevin.bench.admission;

import com.google.protobuf.Duration;
import dev.langevin.bench.kit.Bar;
import dev.langevin.bench.kit.Benchmark;
import dev.langevin.bench.kit.Progress;
import dev.langevin.bench.kit.Result;
import dev.langevin.bench.kit.Scratch;
import dev.langevin.bench.kit.TextTable;
import dev.langevin.client.local.LocalServer;
import dev.langevin.deploy.AllInOne;
import dev.langevin.runtime.grpc.Channels;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Priority;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code langevin bench admission}: how long one who waits is kept waiting by those who don't. */
@Command(
    name = "admission",
    description = {
      "Keeps the whole system full of batch jobs, lets interactive jobs come at random moments, and",
      "measures how long it takes from accept until their makers see the first evaluation done."
    })
public final class Admission extends Benchmark {
  /** The most evaluations that the median interactive job may wait, its own one included. */
  static final double BAR = 2;

  /** The least share of the time in which the network has to run, or the system is not full. */
  static final double FULL = 0.8;

  private static final int ROWS = 2; // the prompt's and the unconditional one
  private static final int BATCH_STEPS = 20;
  private static final int STEPS = 4;
  private static final int QUICK_JOBS = 60;
  private static final double MEAN_GAP_MILLIS = 400;

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
    Delays delays;
    progress.stage("starting the system");
    try (Scratch data = new Scratch();
        AllInOne system =
            AllInOne.start(
                new LocalServer.Settings(data.folder(), model.toAbsolutePath().getParent(), 0),
                what -> {})) {
      ManagedChannel gateway = Channels.open(system.address());
      try {
        delays = measure(new Maker(gateway), quick ? QUICK_JOBS : jobs, progress);
      } finally {
        Channels.close(gateway);
      }
    }
    return result(delays, quick);
  }

  private Delays measure(Maker maker, int visitors, Progress progress) throws Exception {
    String id = ModelDirectory.open(model).id().toString();
    List<Future<Visit>> visits = new ArrayList<>();
    maker.await(request(id, true));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Saturation saturation = new Saturation(maker, request(id, false), load)) {
      progress.stage("filling it with batch jobs");
      saturation.await(2 * load);
      int before = saturation.ended().size();
      long start = System.nanoTime();
      SplittableRandom random = new SplittableRandom(1);
      for (int i = 0; i < visitors; i++) {
        Thread.sleep((long) (-MEAN_GAP_MILLIS * Math.log(1 - random.nextDouble())));
        GenerationRequest request = request(id, true).toBuilder().setSeed(1_000_000 + i).build();
        visits.add(threads.submit(() -> maker.see(request)));
        progress.at("%d of %d interactive jobs".formatted(i + 1, visitors));
        saturation.check();
      }
      List<Visit> seen = new ArrayList<>();
      for (Future<Visit> visit : visits) {
        seen.add(visit.get());
      }
      var window = java.time.Duration.ofNanos(System.nanoTime() - start);
      List<Generation> ended = saturation.ended();
      return Delays.of(seen, ended.subList(before, ended.size()), ROWS, window);
    }
  }

  private Result result(Delays delays, boolean quick) {
    TextTable table = new TextTable("delay of interactive jobs", "evaluations", "ms");
    for (int percent : List.of(50, 90, 99)) {
      double evaluations = delays.quantile(percent / 100.0);
      table.add("p" + percent, evaluations, evaluations * delays.evaluationMillis());
    }
    TextTable full = new TextTable("what they came into", "");
    full.add("a batch's run, ms", delays.evaluationMillis());
    full.add("its rows", delays.batchRows());
    full.add("share of the time in which the network runs", delays.busy());
    return new Result(
        name(),
        "How long does an interactive job wait in a system full of batch jobs?",
        quick,
        List.of(
            Bar.atMost(
                "median time from accept until the first evaluation is done",
                delays.quantile(0.5),
                BAR,
                "evaluations"),
            Bar.atLeast("share of the time in which the network runs", delays.busy(), FULL, "")),
        List.of(table, full),
        delays,
        List.of(DelayChart.of(delays, BAR)));
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
