package dev.langevin.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import dev.langevin.runtime.config.Environment;
import dev.langevin.runtime.generations.Acceptance;
import dev.langevin.runtime.generations.Depth;
import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.runtime.generations.Kind;
import dev.langevin.runtime.generations.WorkQueue;
import dev.langevin.runtime.topics.Shards;
import dev.langevin.v1.Generation.State;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pool whose number of shards changes while jobs keep coming: none is lost, each ends once. */
class ShardsIT {
  private static final int LOAD_MILLIS = 15;
  private static final int PHASE = 25;

  @TempDir Path directory;

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final List<Work> accepted = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch enough = new CountDownLatch(1);
  private TestLog log;
  private TestServices services;
  private TestDenoiser denoiser;
  private WorkQueue queue;
  private volatile Shards shards = Shards.NONE;

  @BeforeEach
  void start() throws Exception {
    log = opened(TestLog.start(directory.resolve("kafka")));
    services = opened(new TestServices());
    denoiser = opened(new TestDenoiser());
    queue = opened(new WorkQueue(KafkaConnection.plaintext(log.brokers())));
  }

  @AfterEach
  void stop() throws Exception {
    enough.countDown();
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    opened.push(part);
    return part;
  }

  /** As a rolling restart does it: the new one is there before the old one goes. */
  private Orchestrator replace(Orchestrator old, String poolShards, String served) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "LANGEVIN_PORT", "0",
                "LANGEVIN_KAFKA", log.brokers(),
                "LANGEVIN_ENCODERS", services.address(),
                "LANGEVIN_DECODERS", services.address(),
                "LANGEVIN_DENOISERS", denoiser.address(),
                "LANGEVIN_CHECKPOINTS", directory.resolve("checkpoints").toString(),
                "LANGEVIN_INTERACTIVE_SLOTS", "6",
                "LANGEVIN_BATCH_SLOTS", "0",
                "LANGEVIN_FEEDER_SLOTS", "0"));
    settings.put("LANGEVIN_POOL_SHARDS", poolShards);
    settings.put("LANGEVIN_SHARDS", served);
    Orchestrator next =
        opened(Orchestrator.start(OrchestratorConfig.fromEnvironment(Environment.of(settings))));
    if (old != null) {
      old.close();
    }
    return next;
  }

  /** As gateways do it, with whatever number of shards they are told at the time. */
  private void load() {
    try {
      while (!enough.await(LOAD_MILLIS, TimeUnit.MILLISECONDS)) {
        Work work = TestLog.work(TestLog.request().toBuilder().setSteps(4).build());
        new Acceptance(queue, log.log(), shards).accept("default", work);
        accepted.add(work);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitMore() throws Exception {
    int wanted = accepted.size() + PHASE;
    while (accepted.size() < wanted) {
      log.awaitEnd(accepted.getLast());
    }
  }

  /** What is left in each shard, as `langevin system` shows it. */
  private Map<Integer, Integer> left() {
    Map<Integer, Integer> left = new HashMap<>();
    for (Map.Entry<Kind, Depth> entry : log.log().depths().entrySet()) {
      left.merge(
          entry.getKey().shard(),
          entry.getValue().waiting() + entry.getValue().running(),
          Integer::sum);
    }
    return left;
  }

  @Test
  void numberOfShards_growsAndShrinksUnderLoad_everyJobEndsOnce() throws Exception {
    Orchestrator orchestrator = replace(null, "1", "all");
    CompletableFuture<Void> load = CompletableFuture.runAsync(this::load);
    while (accepted.isEmpty()) {
      log.awaitEnd(log.submit("default", TestLog.request()));
    }
    awaitMore();

    // To grow: who serves comes first, then who puts jobs in.
    orchestrator = replace(orchestrator, "3", "all");
    awaitMore();
    shards = new Shards(Map.of("default", 3), 1);
    awaitMore();

    // To shrink: first nothing new comes into the shards that go, then they are emptied.
    orchestrator = replace(orchestrator, "1", "0-2");
    shards = Shards.NONE;
    while (left().keySet().stream().anyMatch(shard -> shard > 0)) {
      awaitMore();
    }
    orchestrator = replace(orchestrator, "1", "all");
    awaitMore();

    enough.countDown();
    load.get(20, TimeUnit.SECONDS);
    Set<Integer> used =
        accepted.stream().map(work -> log.now(work).getShard()).collect(Collectors.toSet());
    assertThat(used).containsExactlyInAnyOrder(0, 1, 2);
    for (Work work : accepted) {
      Snapshot end = log.awaitEnd(work);
      assertThat(end.getGeneration().getState()).isEqualTo(State.STATE_SUCCEEDED);
      assertThat(end.getFailedAttempts()).as(work.getGenerationId()).isZero();
    }
    assertThat(left()).isEmpty();
  }

  @Test
  void jobsInAShardThatNobodyServes_waitUntilSomebodyDoes() throws Exception {
    Orchestrator orchestrator = replace(null, "2", "0");
    shards = new Shards(Map.of("default", 2), 1);
    // The topics are there once a job of the first shard has ended.
    log.awaitEnd(log.submit("default", TestLog.request()));
    List<Work> there = new ArrayList<>();
    while (there.size() < 6) {
      Work work = TestLog.work(TestLog.request().toBuilder().setSteps(4).build());
      if (shards.shard("default", work.getGenerationId()) == 1) {
        new Acceptance(queue, log.log(), shards).accept("default", work);
        there.add(work);
      }
    }
    log.awaitEnd(log.submit("default", TestLog.request()));
    assertThat(left()).containsEntry(1, 6);
    replace(orchestrator, "2", "all");
    for (Work work : there) {
      assertThat(log.awaitEnd(work).getGeneration().getState()).isEqualTo(State.STATE_SUCCEEDED);
    }
  }
}
