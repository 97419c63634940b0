package dev.langevin.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import dev.langevin.orchestrator.services.Wire;
import dev.langevin.runtime.blob.StoreSettings;
import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.runtime.generations.QueueTopics;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.runtime.lifecycle.Service;
import dev.langevin.runtime.tls.TlsSettings;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The orchestrator with a real Kafka, and with services over real gRPC. */
class OrchestratorIT {
  private static final Duration LOCK = Duration.ofSeconds(2);
  private static final AtomicInteger POOLS = new AtomicInteger();

  @TempDir static Path directory;
  @TempDir static Path checkpoints;
  private static TestLog log;

  private final List<AutoCloseable> running = new ArrayList<>();
  private final TestServices services = closing(new TestServices());
  private final TestDenoiser denoiser = closing(new TestDenoiser());

  /** A pool of its own for every test, so that none sees another's work. */
  private final String pool = "it-" + POOLS.incrementAndGet();

  @BeforeAll
  static void startKafka() throws Exception {
    log = TestLog.start(directory);
  }

  @AfterAll
  static void stopKafka() {
    log.close();
  }

  @BeforeEach
  void preparePool() {
    log.preparePool(pool, LOCK);
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : running.reversed()) {
      each.close();
    }
  }

  @Test
  void start_oneJob_succeeds() throws Exception {
    orchestrator(4);
    Work work = log.submit(pool, TestLog.request());

    Snapshot done = log.awaitEnd(work);

    assertThat(done.getGeneration().getState()).isEqualTo(State.STATE_SUCCEEDED);
    assertThat(done.getGeneration().getArtifactsList()).hasSize(1);
    assertThat(done.getAttempt()).isEqualTo(1);
    assertThat(services.artifacts).contains(done.getGeneration().getArtifacts(0).getName());
  }

  @Test
  void start_warmJobs_overheadPerStepIsSmall() throws Exception {
    orchestrator(4);
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Generation done =
          log.awaitEnd(log.submit(pool, TestLog.request().toBuilder().setSteps(50).build()))
              .getGeneration();
      millis.add(millis(done.getTiming().getRun()) / 50);
    }

    double median = millis.subList(2, 12).stream().sorted().toList().get(5);
    System.out.printf("overhead: %.3f ms per step, of 50%n", median);
    assertThat(median).isLessThan(3);
  }

  @Test
  void start_fiftyJobs_allSucceedInFullBatches() throws Exception {
    denoiser.perBatch = Duration.ofMillis(4);
    denoiser.perRow = Duration.ofMillis(1);
    orchestrator(24);
    log.awaitEnd(log.submit(pool, TestLog.request()));
    denoiser.batches.clear();
    final long began = System.nanoTime();
    List<Work> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Work work =
          TestLog.work(
              TestLog.request().toBuilder()
                  .setSteps(10 + i % 3 * 10)
                  .setSampler(List.of("ddim", "euler_ancestral", "dpmpp_2m").get(i % 3))
                  .setGuidanceScale(i % 2 == 0 ? 4 : 1)
                  .setSeed(i)
                  .build());
      all.add(work);
      log.submitLater(pool, work);
    }
    for (Work work : all) {
      Generation done = log.awaitEnd(work).getGeneration();
      assertThat(done.getState()).isEqualTo(State.STATE_SUCCEEDED);
    }

    int tenth = denoiser.batches.size() / 10;
    double mean =
        List.copyOf(denoiser.batches).subList(tenth, 9 * tenth).stream()
            .mapToInt(Integer::intValue)
            .average()
            .orElseThrow();
    System.out.printf(
        "fifty jobs: %.1f rows per batch of at most %d in the middle, %d batches, %d ms%n",
        mean, TestDenoiser.CAP, denoiser.batches.size(), (System.nanoTime() - began) / 1_000_000);
    assertThat(mean).isGreaterThan(8);
    Work again = log.submit(pool, all.get(7).getRequest());
    assertThat(TestLog.sha256(log.awaitEnd(again))).isEqualTo(TestLog.sha256(log.now(all.get(7))));
  }

  @Test
  void cancel_runningJob_stopsAtTheNextEvaluation() throws Exception {
    denoiser.perBatch = Duration.ofMillis(20);
    orchestrator(2);
    Work work = log.submit(pool, TestLog.request().toBuilder().setSteps(500).build());
    log.await(work, s -> s.getGeneration().getState() == State.STATE_RUNNING);

    log.cancel(work);
    int seen = denoiser.evaluations.get();
    Work next = log.submit(pool, TestLog.request().toBuilder().setSteps(10).build());

    assertThat(log.awaitEnd(next).getGeneration().getState()).isEqualTo(State.STATE_SUCCEEDED);
    assertThat(denoiser.evaluations.get() - seen).isLessThanOrEqualTo(10 + 2);
    assertThat(log.now(work).getGeneration().getState()).isEqualTo(State.STATE_CANCELLED);
  }

  @Test
  void start_jobPastItsDeadline_failsWithoutAStep() throws Exception {
    orchestrator(2);
    Work late =
        TestLog.work(TestLog.request()).toBuilder()
            .setCreateTime(Snapshots.timestamp(Instant.now().minusSeconds(7200)))
            .build();

    // A work record this late that nobody knows of is not run, and ends nothing.
    log.accept(late);
    Snapshot end = log.awaitEnd(log.submit(pool, late));

    assertThat(end.getGeneration().getState()).isEqualTo(State.STATE_FAILED);
    assertThat(end.getGeneration().getError().getReason()).isEqualTo("DEADLINE_EXCEEDED");
    assertThat(denoiser.evaluations).hasValue(0);
  }

  @Test
  void close_runningJobs_areGivenBackAndTakenUpElsewhere() throws Exception {
    denoiser.perBatch = Duration.ofMillis(20);
    Service first = orchestrator(4);
    List<Work> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(log.submit(pool, TestLog.request().toBuilder().setSteps(60).setSeed(i).build()));
    }
    for (Work work : all) {
      log.await(work, s -> s.getGeneration().getState() == State.STATE_RUNNING);
    }
    long began = System.nanoTime();
    first.close();
    long closed = (System.nanoTime() - began) / 1_000_000;
    for (Work work : all) {
      Snapshot released = log.now(work);
      assertThat(released.getGeneration().getState()).isEqualTo(State.STATE_QUEUED);
      assertThat(released.getReleased()).isTrue();
    }
    System.out.printf("close with four running jobs: %d ms%n", closed);
    assertThat(closed).isLessThan(10_000);

    denoiser.perBatch = Duration.ZERO;
    orchestrator(4);

    for (Work work : all) {
      Snapshot end = log.awaitEnd(work);
      assertThat(end.getGeneration().getState()).isEqualTo(State.STATE_SUCCEEDED);
      assertThat(end.getAttempt()).isEqualTo(2);
      assertThat(end.getFailedAttempts()).isZero();
    }
    assertThat(denoiser.evaluations).hasValue(4 * 60); // none was done twice
  }

  @Test
  void kill_process_jobGoesOnFromItsCheckpointWithTheSameBits() throws Exception {
    denoiser.perBatch = Duration.ofMillis(50);
    Process process = closing(new Killable(config(2))).process();
    Work work = log.submit(pool, TestLog.request().toBuilder().setSteps(200).build());
    denoiser.await(40);
    process.destroyForcibly().waitFor();
    final int before = denoiser.evaluations.get();
    denoiser.perBatch = Duration.ZERO;
    long began = System.nanoTime();
    orchestrator(2);

    Snapshot end = log.awaitEnd(work);

    System.out.printf(
        "after kill -9: done %d ms after the start of another%n",
        (System.nanoTime() - began) / 1_000_000);
    assertThat(end.getGeneration().getState()).isEqualTo(State.STATE_SUCCEEDED);
    assertThat(end.getAttempt()).isEqualTo(2);
    assertThat(end.getFailedAttempts()).isEqualTo(1);
    int again = denoiser.evaluations.get() - 200;
    System.out.printf("after kill -9: %d of %d evaluations were done again%n", again, before);
    assertThat(again).isLessThanOrEqualTo(before / 2);
    Work calm = log.submit(pool, work.getRequest());
    assertThat(TestLog.sha256(end)).isEqualTo(TestLog.sha256(log.awaitEnd(calm)));
  }

  @Test
  void freeze_processPastItsLock_anotherTakesOverAndTheLateOneIsRefused() throws Exception {
    denoiser.perBatch = Duration.ofMillis(30);
    Process process = closing(new Killable(config(1))).process();
    Work work = log.submit(pool, TestLog.request().toBuilder().setSteps(60).build());
    log.await(work, s -> s.getGeneration().getState() == State.STATE_RUNNING);
    signal(process, "STOP");
    orchestrator(1);
    log.await(work, s -> s.getAttempt() == 2);

    signal(process, "CONT");
    Snapshot end = log.awaitEnd(work);

    assertThat(end.getGeneration().getState()).isEqualTo(State.STATE_SUCCEEDED);
    assertThat(end.getAttempt()).isEqualTo(2);
    assertThat(services.artifacts).containsExactly(end.getGeneration().getArtifacts(0).getName());
  }

  @Test
  void start_denoiserFallsSilent_sameEvaluationOnAnother() throws Exception {
    TestDenoiser silent = closing(new TestDenoiser());
    silent.frozen = true;
    var config = config(4, List.of(silent.address(), denoiser.address()), Duration.ofMillis(300));
    closing(Orchestrator.start(config));
    List<Work> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(log.submit(pool, TestLog.request()));
    }

    for (Work work : all) {
      assertThat(log.awaitEnd(work).getGeneration().getState()).isEqualTo(State.STATE_SUCCEEDED);
    }
    assertThat(silent.evaluations.get()).isPositive();
    assertThat(all).extracting(w -> log.now(w).getFailedAttempts()).containsOnly(0);
  }

  @Test
  void start_denoisersStopInTurn_jobsGoOnElsewhereAtNoCost() throws Exception {
    TestDenoiser other = closing(new TestDenoiser());
    denoiser.perBatch = Duration.ofMillis(10);
    other.perBatch = Duration.ofMillis(10);
    var config = config(8, List.of(denoiser.address(), other.address()), Duration.ofSeconds(10));
    closing(Orchestrator.start(config));
    List<Work> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(log.submit(pool, TestLog.request().toBuilder().setSteps(100).build()));
    }
    for (int turn = 0; turn < 4; turn++) {
      TestDenoiser stops = turn % 2 == 0 ? denoiser : other;
      TestDenoiser stays = turn % 2 == 0 ? other : denoiser;
      int before = stays.evaluations.get();
      stops.stopping = true;
      while (stays.evaluations.get() < before + 40 && !ended(all)) {
        Thread.onSpinWait();
      }
      stops.stopping = false;
    }

    for (Work work : all) {
      Snapshot end = log.awaitEnd(work);
      assertThat(end.getGeneration().getState()).isEqualTo(State.STATE_SUCCEEDED);
      assertThat(end.getAttempt()).isEqualTo(1);
    }
  }

  private static boolean ended(List<Work> all) {
    return all.stream()
        .allMatch(w -> log.now(w).getGeneration().getState() == State.STATE_SUCCEEDED);
  }

  @Test
  void run_longerThanTheLock_isRenewed() throws Exception {
    denoiser.perBatch = Duration.ofMillis(100);
    orchestrator(1);
    orchestrator(1);
    Work work = log.submit(pool, TestLog.request().toBuilder().setSteps(30).build());

    Snapshot end = log.awaitEnd(work);

    assertThat(end.getGeneration().getState()).isEqualTo(State.STATE_SUCCEEDED);
    assertThat(end.getAttempt()).isEqualTo(1);
  }

  @Test
  void restart_ofTheBroker_jobsStillEnd() throws Exception {
    denoiser.perBatch = Duration.ofMillis(20);
    orchestrator(4);
    List<Work> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(log.submit(pool, TestLog.request().toBuilder().setSteps(40).setSeed(i).build()));
    }
    log.await(all.getFirst(), s -> s.getGeneration().getState() == State.STATE_RUNNING);

    log.restartBroker();

    for (Work work : all) {
      assertThat(log.awaitEnd(work).getGeneration().getState()).isEqualTo(State.STATE_SUCCEEDED);
    }
  }

  private static void signal(Process process, String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  private static double millis(com.google.protobuf.Duration duration) {
    return duration.getSeconds() * 1e3 + duration.getNanos() / 1e6;
  }

  private Service orchestrator(int slots) {
    return closing(Orchestrator.start(config(slots)));
  }

  private OrchestratorConfig config(int slots) {
    return config(slots, List.of(denoiser.address()), Duration.ofSeconds(10));
  }

  private OrchestratorConfig config(int slots, List<String> denoisers, Duration stepTimeout) {
    return new OrchestratorConfig(
        "127.0.0.1",
        0,
        KafkaConnection.plaintext(log.brokers()),
        1,
        QueueTopics.DEFAULT,
        List.of(services.address()),
        denoisers,
        List.of(services.address()),
        pool,
        List.of(0),
        slots,
        0,
        0,
        LOCK,
        stepTimeout,
        stepTimeout,
        Duration.ofSeconds(20),
        StoreSettings.in("CHECKPOINTS", checkpoints),
        Duration.ofMillis(200),
        Wire.FLOAT32,
        false,
        TlsSettings.NONE);
  }

  private <T extends AutoCloseable> T closing(T part) {
    running.add(part);
    return part;
  }
}
