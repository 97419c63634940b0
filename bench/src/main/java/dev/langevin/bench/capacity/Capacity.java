package dev.langevin.bench.capacity;

import dev.langevin.bench.kit.Benchmark;
import dev.langevin.bench.kit.Progress;
import dev.langevin.bench.kit.Result;
import dev.langevin.bench.kit.Scratch;
import dev.langevin.bench.kit.TextTable;
import dev.langevin.v1.Priority;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code langevin bench capacity}: what the control plane can do. */
@Command(
    name = "capacity",
    description = {
      "Measures broker, gateway and orchestrator, as processes of their own, with a denoiser that",
      "answers at once: evaluations and creates per second of processor time, and heap per job."
    })
public final class Capacity extends Benchmark {
  private static final int STEPS = 20;
  private static final double MEBIBYTE = 1 << 20;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      split = ",",
      description = "Jobs at a time, two numbers or more. Default: 10,25,50,100,200")
  List<Integer> jobs = Pace.THOROUGH.jobs();

  @Option(
      names = "--clients",
      paramLabel = "N",
      split = ",",
      description = "Clients at a time. Default: 16,64,256")
  List<Integer> clients = Pace.THOROUGH.clients();

  @Override
  public Result measure(boolean quick, Progress progress) throws Exception {
    Figures figures = figures(quick ? Pace.QUICK : Pace.THOROUGH.with(jobs, clients), progress);
    return new Result(
        name(),
        "How much work can the control plane hand out?",
        quick,
        figures.bars(),
        tables(figures),
        figures,
        CapacityChart.of(figures));
  }

  static Figures figures(Pace pace, Progress progress) throws IOException, InterruptedException {
    try (Scratch data = new Scratch();
        Site site = new Site(data.folder());
        Clients clients = new Clients(site.address())) {
      progress.stage("starting a broker and a gateway");
      clients.ready(site);
      List<Level> levels = new ArrayList<>();
      for (int jobs : pace.jobs()) {
        progress.stage("%d jobs at a time".formatted(jobs));
        levels.add(Level.measure(site, clients, jobs, pace));
      }
      return creations(site, clients, pace, levels, progress);
    }
  }

  private static Figures creations(
      Site site, Clients clients, Pace pace, List<Level> levels, Progress progress)
      throws IOException, InterruptedException {
    // Batch jobs, which this orchestrator does not take: they stay in the queue.
    Requests requests = new Requests(Priority.PRIORITY_BATCH, STEPS);
    Queued atGateway = new Queued(site.gateway());
    Queued atOrchestrator = new Queued(site.orchestrator(1));
    List<Creation> creations = new ArrayList<>();
    progress.stage("%d clients, to warm up".formatted(pace.clients().getFirst()));
    Creation.measure(site, clients, pace.clients().getFirst(), requests, pace);
    for (int count : pace.clients()) {
      atGateway.measure(requests.made());
      atOrchestrator.measure(requests.made());
      progress.stage("%d clients".formatted(count));
      creations.add(Creation.measure(site, clients, count, requests, pace));
    }
    atGateway.measure(requests.made());
    atOrchestrator.measure(requests.made());
    return new Figures(
        levels,
        creations,
        ConstantModel.bytesOfJob(),
        atGateway.bytesPerJob(),
        atOrchestrator.bytesPerJob());
  }

  private static List<TextTable> tables(Figures figures) {
    TextTable levels =
        new TextTable(
            "jobs",
            "evaluations/s per core",
            "evaluations/s",
            "cores",
            "heap MiB",
            "RSS MiB",
            "threads");
    for (Level level : figures.levels()) {
      levels.add(
          level.jobs(),
          Math.round(level.evaluations().perCore()),
          Math.round(level.evaluations().perSecond()),
          level.evaluations().cores(),
          level.heapBytes() / MEBIBYTE,
          level.residentBytes() / MEBIBYTE,
          level.threads());
    }
    TextTable creations =
        new TextTable("clients", "creates/s per core", "creates/s", "cores", "p50 ms", "p99 ms");
    for (Creation creation : figures.creations()) {
      creations.add(
          creation.clients(),
          Math.round(creation.creates().perCore()),
          Math.round(creation.creates().perSecond()),
          creation.creates().cores(),
          creation.medianMillis(),
          creation.p99Millis());
    }
    TextTable queued = new TextTable("heap", "bytes");
    queued.add("of a running job, its tensors", figures.tensorBytes());
    queued.add("of a running job, beyond these", Math.round(figures.heapKibibytes() * 1024));
    queued.add("of a queued job, at a gateway", Math.round(figures.gatewayBytesPerQueuedJob()));
    queued.add(
        "of a queued job, at an orchestrator", Math.round(figures.orchestratorBytesPerQueuedJob()));
    return List.of(levels, creations, queued);
  }
}
