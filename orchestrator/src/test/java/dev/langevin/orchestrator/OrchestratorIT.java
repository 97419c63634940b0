package dev.langevin.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import dev.langevin.runtime.generations.Clients;
import dev.langevin.runtime.generations.Fold;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.runtime.generations.Topics;
import dev.langevin.runtime.lifecycle.Service;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Priority;
import dev.langevin.v1.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
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
  private static TestKafka kafka;
  private static GenerationLog log;
  private static Producer<String, byte[]> producer;

  private final List<AutoCloseable> running = new ArrayList<>();
  private final TestServices services = closing(new TestServices());
  private final TestDenoiser denoiser = closing(new TestDenoiser());
  private String pool;

  @BeforeAll
  static void startKafka() throws Exception {
    kafka = TestKafka.start(directory);
    Map<String, Object> connection = Clients.plaintext(kafka.address());
    producer = Clients.producer(connection);
    try (Admin admin = Clients.admin(connection)) {
      Topics.create(admin, 1);
    }
    log = GenerationLog.open(kafka.address());
  }

  @AfterAll
  static void stopKafka() {
    producer.close(Duration.ZERO);
    log.close();
    kafka.close();
  }

  /** A pool of its own for every test, so that none sees another's work. */
  @BeforeEach
  void preparePool() {
    pool = "it-" + POOLS.incrementAndGet();
    try (Admin admin = Clients.admin(Clients.plaintext(kafka.address()))) {
      Topics.create(admin, 1, LOCK, List.of(pool));
    }
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
    Work work = submit(request());

    Snapshot done = awaitEnd(work);

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
          awaitEnd(submit(request().toBuilder().setSteps(50).build())).getGeneration();
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
    awaitEnd(submit(request()));
    denoiser.batches.clear();
    final long began = System.nanoTime();
    List<Work> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Work work =
          work(
              request().toBuilder()
                  .setSteps(10 + i % 3 * 10)
                  .setSampler(List.of("ddim", "euler_ancestral", "dpmpp_2m").get(i % 3))
                  .setGuidanceScale(i % 2 == 0 ? 4 : 1)
                  .setSeed(i)
                  .build());
      all.add(work);
      producer.send(record(work));
      log.append(Snapshots.queued(work));
    }
    for (Work work : all) {
      Generation done = awaitEnd(work).getGeneration();
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
    Work again = submit(all.get(7).getRequest());
    assertThat(awaitEnd(again).getGeneration().getArtifacts(0).getSha256())
        .isEqualTo(
            log.peek(all.get(7).getGenerationId())
                .orElseThrow()
                .getGeneration()
                .getArtifacts(0)
                .getSha256());
  }

  @Test
  void cancel_runningJob_stopsAtTheNextEvaluation() throws Exception {
    denoiser.perBatch = Duration.ofMillis(20);
    orchestrator(2);
    Work work = submit(request().toBuilder().setSteps(500).build());
    await(work, s -> s.getGeneration().getState() == State.STATE_RUNNING);

    log.move(work.getGenerationId(), s -> Snapshots.cancelled(s, Instant.now()));
    int seen = denoiser.evaluations.get();
    Work next = submit(request().toBuilder().setSteps(10).build());

    assertThat(awaitEnd(next).getGeneration().getState()).isEqualTo(State.STATE_SUCCEEDED);
    assertThat(denoiser.evaluations.get() - seen).isLessThanOrEqualTo(10 + 2);
    assertThat(log.peek(work.getGenerationId()).orElseThrow().getGeneration().getState())
        .isEqualTo(State.STATE_CANCELLED);
  }

  @Test
  void start_jobPastItsDeadline_failsWithoutAStep() throws Exception {
    orchestrator(2);
    Work late =
        work(request()).toBuilder()
            .setCreateTime(Snapshots.timestamp(Instant.now().minusSeconds(7200)))
            .build();

    Snapshot end = awaitEnd(submit(late));

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
      all.add(submit(request().toBuilder().setSteps(60).setSeed(i).build()));
    }
    for (Work work : all) {
      await(work, s -> s.getGeneration().getState() == State.STATE_RUNNING);
    }
    long began = System.nanoTime();
    first.close();
    long closed = (System.nanoTime() - began) / 1_000_000;
    for (Work work : all) {
      Snapshot released = log.get(work.getGenerationId()).orElseThrow();
      assertThat(released.getGeneration().getState()).isEqualTo(State.STATE_QUEUED);
      assertThat(released.getReleased()).isTrue();
    }
    System.out.printf("close with four running jobs: %d ms%n", closed);
    assertThat(closed).isLessThan(10_000);

    denoiser.perBatch = Duration.ZERO;
    orchestrator(4);

    for (Work work : all) {
      Snapshot end = awaitEnd(work);
      assertThat(end.getGeneration().getState()).isEqualTo(State.STATE_SUCCEEDED);
      assertThat(end.getAttempt()).isEqualTo(2);
      assertThat(end.getFailedAttempts()).isZero();
    }
  }

  @Test
  void kill_process_jobRunsAgainAsAttemptTwo() throws Exception {
    denoiser.perBatch = Duration.ofMillis(50);
    Process process = closing(new Killable(config(2))).process();
    Work work = submit(request().toBuilder().setSteps(200).build());
    await(work, s -> s.getGeneration().getState() == State.STATE_RUNNING);
    process.destroyForcibly().waitFor();
    denoiser.perBatch = Duration.ZERO;
    long began = System.nanoTime();
    orchestrator(2);

    Snapshot end = awaitEnd(work);

    System.out.printf(
        "after kill -9: done %d ms after the start of another%n",
        (System.nanoTime() - began) / 1_000_000);
    assertThat(end.getGeneration().getState()).isEqualTo(State.STATE_SUCCEEDED);
    assertThat(end.getAttempt()).isEqualTo(2);
    assertThat(end.getFailedAttempts()).isEqualTo(1);
  }

  @Test
  void freeze_processPastItsLock_anotherTakesOverAndTheLateOneIsRefused() throws Exception {
    denoiser.perBatch = Duration.ofMillis(30);
    Process process = closing(new Killable(config(1))).process();
    Work work = submit(request().toBuilder().setSteps(60).build());
    await(work, s -> s.getGeneration().getState() == State.STATE_RUNNING);
    signal(process, "STOP");
    orchestrator(1);
    await(work, s -> s.getAttempt() == 2);

    signal(process, "CONT");
    Snapshot end = awaitEnd(work);

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
      all.add(submit(request()));
    }

    for (Work work : all) {
      assertThat(awaitEnd(work).getGeneration().getState()).isEqualTo(State.STATE_SUCCEEDED);
    }
    assertThat(silent.evaluations.get()).isPositive();
    assertThat(all)
        .extracting(w -> log.peek(w.getGenerationId()).orElseThrow().getFailedAttempts())
        .containsOnly(0);
  }

  @Test
  void run_longerThanTheLock_isRenewed() throws Exception {
    denoiser.perBatch = Duration.ofMillis(100);
    orchestrator(1);
    orchestrator(1);
    Work work = submit(request().toBuilder().setSteps(30).build());

    Snapshot end = awaitEnd(work);

    assertThat(end.getGeneration().getState()).isEqualTo(State.STATE_SUCCEEDED);
    assertThat(end.getAttempt()).isEqualTo(1);
  }

  @Test
  void restart_ofTheBroker_jobsStillEnd() throws Exception {
    denoiser.perBatch = Duration.ofMillis(20);
    orchestrator(4);
    List<Work> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(submit(request().toBuilder().setSteps(40).setSeed(i).build()));
    }
    await(all.getFirst(), s -> s.getGeneration().getState() == State.STATE_RUNNING);

    kafka.down();
    kafka.up();

    for (Work work : all) {
      assertThat(awaitEnd(work).getGeneration().getState()).isEqualTo(State.STATE_SUCCEEDED);
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
        List.of(kafka.address()),
        1,
        List.of(services.address()),
        denoisers,
        List.of(services.address()),
        pool,
        slots,
        0,
        LOCK,
        stepTimeout,
        Duration.ofSeconds(20));
  }

  private static GenerationRequest request() {
    return GenerationRequest.newBuilder()
        .setPrompt("a red sailboat")
        .setModel("toy")
        .setSampler("ddim")
        .setSize(Size.newBuilder().setWidth(64).setHeight(64))
        .setSteps(20)
        .setGuidanceScale(4)
        .setSeed(7)
        .setCount(1)
        .setPriority(Priority.PRIORITY_INTERACTIVE)
        .setDeadline(com.google.protobuf.Duration.newBuilder().setSeconds(3600))
        .build();
  }

  private static Work work(GenerationRequest request) {
    return Work.newBuilder()
        .setGenerationId(UUID.randomUUID().toString().replace("-", ""))
        .setWorkId(UUID.randomUUID().toString())
        .setRequestHash(ByteString.copyFromUtf8("hash"))
        .setTenant("default")
        .setCreateTime(Snapshots.timestamp(Instant.now()))
        .setRequest(request)
        .build();
  }

  private Work submit(GenerationRequest request) throws Exception {
    return submit(work(request));
  }

  private Work submit(Work work) throws Exception {
    producer.send(record(work)).get(10, TimeUnit.SECONDS);
    log.write(Snapshots.queued(work));
    return work;
  }

  private ProducerRecord<String, byte[]> record(Work work) {
    String topic = Topics.work(pool, Priority.PRIORITY_INTERACTIVE);
    return new ProducerRecord<>(topic, work.getGenerationId(), work.toByteArray());
  }

  private static String sha256(Snapshot done) {
    return done.getGeneration().getArtifacts(0).getSha256();
  }

  private static Snapshot awaitEnd(Work work) throws Exception {
    return await(work, s -> Fold.ended(s.getGeneration().getState()));
  }

  private static Snapshot await(Work work, Predicate<Snapshot> wanted) throws Exception {
    CompletableFuture<Snapshot> met = new CompletableFuture<>();
    var listening =
        log.listen(
            work.getGenerationId(),
            s -> {
              if (wanted.test(s)) {
                met.complete(s);
              }
            });
    try {
      log.peek(work.getGenerationId()).filter(wanted).ifPresent(met::complete);
      return met.get(60, TimeUnit.SECONDS);
    } finally {
      listening.close();
    }
  }

  private <T extends AutoCloseable> T closing(T part) {
    running.add(part);
    return part;
  }
}
