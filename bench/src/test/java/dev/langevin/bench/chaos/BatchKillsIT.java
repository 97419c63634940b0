package dev.langevin.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.bench.chaos.check.BatchChecks;
import dev.langevin.bench.chaos.check.BatchListing;
import dev.langevin.bench.chaos.check.Ending;
import dev.langevin.bench.chaos.cluster.Cluster;
import dev.langevin.bench.chaos.load.BatchIntent;
import dev.langevin.bench.chaos.load.BatchLoad;
import dev.langevin.bench.chaos.load.BatchOrder;
import dev.langevin.bench.chaos.load.Catalogue;
import dev.langevin.bench.chaos.load.Gateways;
import dev.langevin.bench.chaos.load.Reference;
import dev.langevin.bench.chaos.load.RunClock;
import dev.langevin.bench.chaos.schedule.Member;
import dev.langevin.bench.chaos.schedule.Role;
import dev.langevin.v1.GenerationRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of each service in turn, in the midst of one batch. */
class BatchKillsIT {
  private static final int RECIPES = 4;
  private static final long PATIENCE_MILLIS = 120_000;

  /** Lines that end after one was killed, before the next is. */
  private static final int BETWEEN = 3;

  private static final List<Member> KILLED =
      List.of(
          Member.GATEWAY_1,
          Member.ORCHESTRATOR_1,
          Member.DENOISER_1,
          Member.DECODER,
          Member.ORCHESTRATOR_2,
          Member.ENCODER);

  /** Kept where something was found, with the logs of all processes. */
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  @Timeout(300)
  void kill_eachServiceInTheMidstOfABatch_everyLineIsMadeOnce() throws Exception {
    Path models = Path.of("..", "models").toAbsolutePath().normalize();
    try (Cluster cluster = new Cluster(folder, models);
        Gateways gateways =
            new Gateways(
                Member.of(Role.GATEWAY).stream().map(cluster::address).toList(), PATIENCE_MILLIS)) {
      Readiness.start(cluster, gateways);
      List<GenerationRequest> catalogue = Catalogue.lines(1, RECIPES);
      List<Ending> reference = Reference.make(gateways, catalogue, "reference");
      RunClock clock = RunClock.now();
      BatchLoad load =
          new BatchLoad(gateways, catalogue, 0, clock, Duration.ofMinutes(1), 1, "batch");

      load.begin(order());
      for (Member member : KILLED) {
        awaitLines(load, load.lines() + BETWEEN);
        cluster.node(member).kill();
        cluster.node(member).start();
      }
      load.drained(PATIENCE_MILLIS);

      List<BatchListing> told = BatchListings.of(gateways, clock);
      assertThat(BatchChecks.of(load.records(), told, reference)).isEmpty();
      Leftovers leftovers = Leftovers.of(cluster);
      BatchListings.delete(gateways, told.getFirst());
      assertThat(leftovers.findings(leftovers.known())).isEmpty();
    }
  }

  /** Longer than all that is killed, so that there is a midst for each. */
  private static BatchOrder order() {
    int lines = 4 * BETWEEN * (KILLED.size() + 1);
    List<Integer> recipes = IntStream.range(0, lines).mapToObj(i -> i % RECIPES).toList();
    return new BatchOrder("mine", recipes, BatchIntent.PLAIN, 0);
  }

  private static void awaitLines(BatchLoad load, long lines) throws InterruptedException {
    long until = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    while (load.lines() < lines) {
      assertThat(System.nanoTime() - until).as("%d lines have ended", load.lines()).isNegative();
      Thread.sleep(20);
    }
  }
}
