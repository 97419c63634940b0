package dev.langevin.bench.chaos;

import dev.langevin.bench.chaos.check.BatchChecks;
import dev.langevin.bench.chaos.check.BatchListing;
import dev.langevin.bench.chaos.check.BatchRecord;
import dev.langevin.bench.chaos.check.Checker;
import dev.langevin.bench.chaos.check.Ending;
import dev.langevin.bench.chaos.check.Finding;
import dev.langevin.bench.chaos.check.JobRecord;
import dev.langevin.bench.chaos.check.Listing;
import dev.langevin.bench.chaos.check.StoreCheck;
import dev.langevin.bench.chaos.cluster.Cluster;
import dev.langevin.bench.chaos.load.BatchLoad;
import dev.langevin.bench.chaos.load.Catalogue;
import dev.langevin.bench.chaos.load.Gateways;
import dev.langevin.bench.chaos.load.Load;
import dev.langevin.bench.chaos.load.Reference;
import dev.langevin.bench.chaos.load.RunClock;
import dev.langevin.bench.chaos.report.Bars;
import dev.langevin.bench.chaos.report.Batches;
import dev.langevin.bench.chaos.report.Holding;
import dev.langevin.bench.chaos.report.Life;
import dev.langevin.bench.chaos.report.Recovery;
import dev.langevin.bench.chaos.report.Report;
import dev.langevin.bench.chaos.schedule.Member;
import dev.langevin.bench.chaos.schedule.Role;
import dev.langevin.bench.chaos.schedule.Schedule;
import dev.langevin.bench.chaos.strike.Injector;
import dev.langevin.v1.GenerationRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One run: start, reference pictures, load and faults, an end to all jobs, checks.
 *
 * @param schedule what goes wrong
 * @param folder where everything goes that is written
 * @param models directory of model directories
 */
record Run(Schedule schedule, Path folder, Path models) {
  private static final int RECIPES = 20;
  private static final int LINE_RECIPES = 10;
  private static final String REFERENCE = "reference";
  private static final long CALL_MILLIS = 60_000;
  private static final long LAST_JOBS_MILLIS = 180_000;
  private static final long SETTLE_MILLIS = 100_000;
  private static final long BEAT_MILLIS = 100;

  Report go() throws IOException, InterruptedException {
    Display display = new Display(schedule.length());
    try (Cluster cluster = new Cluster(folder, models);
        Gateways gateways =
            new Gateways(
                Member.of(Role.GATEWAY).stream().map(cluster::address).toList(), CALL_MILLIS)) {
      display.stage("starting " + cluster.nodes().size() + " processes");
      Readiness.start(cluster, gateways);
      List<GenerationRequest> recipes = Catalogue.of(schedule.seed(), RECIPES);
      List<GenerationRequest> all = new ArrayList<>(recipes);
      all.addAll(Catalogue.lines(schedule.seed(), LINE_RECIPES));
      display.stage("making " + all.size() + " reference jobs");
      List<Ending> reference = Reference.make(gateways, all, REFERENCE);
      Vitals vitals = new Vitals(cluster);
      vitals.baseline();

      RunClock clock = RunClock.now();
      Injector injector = new Injector(cluster, clock, schedule);
      Load load = new Load(gateways, recipes, clock, schedule.seed(), "job");
      BatchLoad batchLoad =
          new BatchLoad(gateways, all, RECIPES, clock, schedule.length(), schedule.seed(), "batch");
      injector.start();
      while (clock.millis() < schedule.length().toMillis()) {
        load.fill();
        batchLoad.fill();
        vitals.look(clock.millis());
        display.show(clock, load, batchLoad, injector);
        Thread.sleep(BEAT_MILLIS);
      }
      injector.join();
      display.stage("waiting for the last jobs");
      load.drained(LAST_JOBS_MILLIS);
      batchLoad.drained(LAST_JOBS_MILLIS);
      vitals.look(clock.millis());

      display.stage("checking");
      List<Finding> findings = new ArrayList<>(vitals.findings());
      List<JobRecord> jobs = load.records();
      List<Listing> listings = Listings.of(gateways);
      findings.addAll(Checker.jobs(jobs, listings, reference, requestIds()));
      List<BatchRecord> batches = batchLoad.records();
      List<BatchListing> told = BatchListings.of(gateways, clock);
      List<Finding> ofBatches = new ArrayList<>(BatchChecks.of(batches, told, reference));
      Leftovers leftovers = Leftovers.of(cluster);
      BatchListings.delete(gateways, told.getFirst());
      Set<String> blobs = leftovers.known();
      findings.addAll(settled(cluster, listings.getFirst()));
      ofBatches.addAll(leftovers.findings(blobs));
      List<Holding> holdings = vitals.holdings();
      holdings.forEach(holding -> findings.addAll(holding.leaks()));
      List<Life> lives = jobs.stream().map(Life::of).toList();
      findings.addAll(Bars.of(injector.struck(), lives, vitals.bustle()));
      return new Report(
          schedule,
          injector.struck(),
          lives,
          new Batches(batches, ofBatches, leftovers.strangers(blobs)),
          Recovery.of(injector.struck(), lives),
          findings,
          injector.damaged(),
          vitals.bustle(),
          holdings,
          folder);
    }
  }

  /** What is left in the stores once the sweeps have had their time. */
  private static List<Finding> settled(Cluster cluster, Listing listing)
      throws IOException, InterruptedException {
    long until = System.nanoTime() + SETTLE_MILLIS * 1_000_000;
    while (true) {
      List<Finding> left = new ArrayList<>(StoreCheck.artifacts(cluster.artifacts(), listing));
      left.addAll(StoreCheck.checkpoints(cluster.checkpoints()));
      if (left.isEmpty() || System.nanoTime() - until > 0) {
        return left;
      }
      Thread.sleep(BEAT_MILLIS);
    }
  }

  private static Set<String> requestIds() {
    return IntStream.range(0, RECIPES + LINE_RECIPES)
        .mapToObj(i -> REFERENCE + "-" + i)
        .collect(Collectors.toSet());
  }
}
