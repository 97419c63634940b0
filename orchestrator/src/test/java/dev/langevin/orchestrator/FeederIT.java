package dev.langevin.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.langevin.events.v1.BatchSnapshot;
import dev.langevin.events.v1.Work;
import dev.langevin.internal.v1.BatchLine;
import dev.langevin.orchestrator.services.Wire;
import dev.langevin.runtime.batches.BatchLines;
import dev.langevin.runtime.batches.BatchLog;
import dev.langevin.runtime.batches.BatchSnapshots;
import dev.langevin.runtime.batches.FeedQueue;
import dev.langevin.runtime.blob.StoreSettings;
import dev.langevin.runtime.generations.Fold;
import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.runtime.generations.QueueTopics;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.runtime.generations.Subscription;
import dev.langevin.runtime.generations.Topics;
import dev.langevin.runtime.generations.WorkQueue;
import dev.langevin.runtime.lifecycle.Service;
import dev.langevin.runtime.tls.TlsSettings;
import dev.langevin.v1.Batch;
import dev.langevin.v1.Batch.State;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Priority;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Feeders with a real Kafka, and with services over real gRPC. */
class FeederIT {
  private static final Duration LOCK = Duration.ofSeconds(2);
  private static final int SLOTS = 3;
  private static final int MANY = 100;

  @TempDir static Path directory;
  @TempDir static Path checkpoints;
  private static TestLog log;
  private static TestServices services;
  private static TestDenoiser denoiser;
  private static BatchLog batches;
  private static WorkQueue queue;

  private final Deque<Service> running = new ArrayDeque<>();

  @BeforeAll
  static void startKafka() throws Exception {
    log = TestLog.start(directory);
    log.preparePool("default", LOCK);
    services = new TestServices();
    denoiser = new TestDenoiser();
    denoiser.perBatch = Duration.ofMillis(20); // so that a batch has a middle
    batches = BatchLog.open(KafkaConnection.plaintext(log.brokers()));
    queue = new WorkQueue(KafkaConnection.plaintext(log.brokers()));
  }

  @AfterEach
  void stopAll() {
    while (!running.isEmpty()) {
      running.pop().close();
    }
  }

  private void start(OrchestratorConfig config) {
    running.push(Orchestrator.start(config));
  }

  @AfterAll
  static void stopKafka() {
    queue.close();
    batches.close();
    denoiser.close();
    services.close();
    log.close();
  }

  @Test
  void feed_lines_allEndAndFewAtATime() throws Exception {
    AtomicInteger most = new AtomicInteger();
    Set<String> unfinished = ConcurrentHashMap.newKeySet();
    Subscription counting =
        log.log()
            .listenToAll(
                s -> {
                  String id = s.getGeneration().getId();
                  if (Fold.ended(s.getGeneration().getState())) {
                    unfinished.remove(id);
                  } else {
                    unfinished.add(id);
                  }
                  most.accumulateAndGet(unfinished.size(), Math::max);
                });
    try {
      start(config());
      BatchSnapshot first = submit(40);
      BatchSnapshot done = await(first, b -> b.getState() == State.STATE_COMPLETED);

      assertThat(done.getBatch().getSucceeded()).as("%s", done).isEqualTo(39);
      assertThat(done.getBatch().getEnqueued()).isEqualTo(39);
      assertThat(done.getSettled().getLines()).isEqualTo(40);
      // Those that run, and those that wait: more of the latter where a queue ran empty.
      assertThat(most.get()).isBetween(2, 4 * SLOTS);
      Generation line =
          log.log().get(BatchLines.generationId(id(first), 5)).orElseThrow().getGeneration();
      assertThat(line.getState()).isEqualTo(Generation.State.STATE_SUCCEEDED);
    } finally {
      counting.close();
    }
  }

  @Test
  void feed_severalOrchestrators_oneBatchFillsAllTheirSlots() throws Exception {
    Set<String> running = ConcurrentHashMap.newKeySet();
    AtomicInteger most = new AtomicInteger();
    Subscription counting =
        log.log()
            .listenToAll(
                s -> {
                  if (s.getGeneration().getState() == Generation.State.STATE_RUNNING) {
                    running.add(s.getGeneration().getId());
                  } else {
                    running.remove(s.getGeneration().getId());
                  }
                  most.accumulateAndGet(running.size(), Math::max);
                });
    try {
      for (int i = 0; i < 4; i++) {
        start(config());
      }
      BatchSnapshot first = submit(2 * MANY);
      await(first, b -> b.getState() == State.STATE_COMPLETED);

      assertThat(most.get()).as("of %d slots", 4 * SLOTS).isEqualTo(4 * SLOTS);
    } finally {
      counting.close();
    }
  }

  /** The feeder before was about to hand a line to the slots, and does so late. */
  @Test
  void feed_cancelledWhileALineWasBeingEnqueued_cancelsThatLineToo() throws Exception {
    BatchSnapshot first = snapshot(5);
    batches.write(first);
    batches.move(
        id(first),
        now -> {
          BatchSnapshot next = BatchSnapshots.cancelling(now);
          new FeedQueue(queue).put(next);
          return next;
        });
    start(config());
    Batch done = await(first, b -> b.getState() == State.STATE_CANCELLED).getBatch();

    String late = BatchLines.generationId(id(first), 1);
    Work work =
        Work.newBuilder()
            .setGenerationId(late)
            .setWorkId(UUID.randomUUID().toString())
            .setRequestHash(ByteString.copyFromUtf8("hash"))
            .setRequest(line(1, false).getRequest())
            .setTenant("default")
            .setCreateTime(Snapshots.timestamp(Instant.now()))
            .build();
    queue.put(Topics.work("default", Priority.PRIORITY_BATCH), late, work.toByteArray());
    BatchSnapshot behind = submit(SLOTS);
    await(behind, b -> b.getState() == State.STATE_COMPLETED);

    assertThat(done.getCancelled()).isEqualTo(5);
    assertThat(log.log().get(late).orElseThrow().getGeneration().getState())
        .isEqualTo(Generation.State.STATE_CANCELLED);
  }

  @Test
  void feed_orchestratorClosesInTheMiddle_anotherGoesOn() throws Exception {
    start(config());
    BatchSnapshot first = submit(MANY);
    List<Integer> told = new CopyOnWriteArrayList<>();
    Subscription telling = batches.listen(id(first), s -> told.add(s.getBatch().getSucceeded()));
    await(first, b -> b.getSucceeded() > 2);
    stopAll();
    BatchSnapshot left = batches.get(id(first)).orElseThrow();
    assertThat(left.getBatch().getState()).isEqualTo(State.STATE_RUNNING);

    start(config());
    BatchSnapshot done = await(first, b -> b.getState() == State.STATE_COMPLETED);

    assertThat(done.getBatch().getSucceeded()).as("%s", done).isEqualTo(MANY - 1);
    assertThat(done.getAttempt()).isGreaterThan(left.getAttempt());
    telling.close();
    assertThat(told).as("nobody is told less than before").isSorted();
  }

  /** One that stood still does not know yet that it has lost the record when it claims. */
  @Test
  void feed_claimedByOneThatHasLostTheRecord_isTakenUpAgain() throws Exception {
    start(config());
    BatchSnapshot first = submit(MANY);
    await(first, b -> b.getSucceeded() > 2);
    batches.move(id(first), now -> BatchSnapshots.claim(first, now, "lost its record"));

    BatchSnapshot done = await(first, b -> b.getState() == State.STATE_COMPLETED);

    assertThat(done.getBatch().getSucceeded()).isEqualTo(MANY - 1);
    assertThat(done.getAttempt()).isGreaterThan(2);
  }

  @Test
  void feed_gatewayThatDiedBeforeItsSnapshot_isDoneAllTheSame() throws Exception {
    BatchSnapshot first = snapshot(5);
    new FeedQueue(queue).put(first);

    start(config());
    assertThat(await(first, b -> b.getState() == State.STATE_COMPLETED).getBatch().getSucceeded())
        .isEqualTo(5);
  }

  @Test
  void feed_linesThatNobodyHas_failsTheBatch() throws Exception {
    BatchSnapshot first = snapshot(5);
    services.blobs.remove(first.getBlob());
    new FeedQueue(queue).put(first);

    start(config());
    Batch failed = await(first, b -> b.getState() == State.STATE_FAILED).getBatch();

    assertThat(failed.getError().getReason()).isEqualTo("BATCH_LINES_MISSING");
  }

  @Test
  void feed_pausedBatch_isGivenBackAndGoesOnWhenResumed() throws Exception {
    start(config());
    BatchSnapshot first = submit(MANY);
    await(first, b -> b.getSucceeded() > 2);
    batches.move(id(first), BatchSnapshots::paused);

    BatchSnapshot back = awaitSnapshot(first, s -> !s.getHeld());
    assertThat(back.getBatch().getSucceeded()).isLessThan(MANY - 1);
    assertThat(back.getBatch().getEnqueued()).isEqualTo(back.getBatch().getSucceeded());

    batches.move(
        id(first),
        now -> {
          BatchSnapshot next = BatchSnapshots.resumed(now);
          new FeedQueue(queue).put(next);
          return next;
        });
    BatchSnapshot done = await(first, b -> b.getState() == State.STATE_COMPLETED);
    assertThat(done.getBatch().getSucceeded()).isEqualTo(MANY - 1);
  }

  @Test
  void feed_underAQuota_enqueuesAsManyAsItAllows() throws Exception {
    BatchSnapshot first =
        snapshot(5).toBuilder().setLinesAtOnce(1).setRowsPerMinute(1_000_000).build();
    Set<String> unfinished = ConcurrentHashMap.newKeySet();
    AtomicInteger most = new AtomicInteger();
    Subscription counting =
        log.log()
            .listenToAll(
                s -> {
                  if (Fold.ended(s.getGeneration().getState())) {
                    unfinished.remove(s.getGeneration().getId());
                  } else if (s.getTenant().equals("quota")) {
                    unfinished.add(s.getGeneration().getId());
                  }
                  most.accumulateAndGet(unfinished.size(), Math::max);
                });
    try {
      first = first.toBuilder().setTenant("quota").build();
      new FeedQueue(queue).put(first);
      batches.write(first);
      start(config());
      await(first, b -> b.getState() == State.STATE_COMPLETED);
      assertThat(most).hasValue(1);
    } finally {
      counting.close();
    }
  }

  /** As a gateway does; line 3 of many was skipped. */
  private static BatchSnapshot submit(int lines) throws IOException {
    BatchSnapshot first = snapshot(lines);
    new FeedQueue(queue).put(first);
    batches.write(first);
    return first;
  }

  private static BatchSnapshot snapshot(int lines) throws IOException {
    String id = UUID.randomUUID().toString().replace("-", "");
    ByteString.Output out = ByteString.newOutput();
    int skipped = lines > 5 ? 1 : 0;
    for (int i = 1; i <= lines; i++) {
      line(i, skipped == 1 && i == 3).writeDelimitedTo(out);
    }
    services.blobs.put(id + "/blob", out.toByteString());
    return BatchSnapshots.accepted(
        BatchSnapshot.newBuilder()
            .setBatch(
                Batch.newBuilder()
                    .setId(id)
                    .setLines(lines)
                    .setSkipped(skipped)
                    .setCreateTime(Snapshots.timestamp(Instant.now())))
            .setTenant("default")
            .setRequestHash(ByteString.copyFromUtf8("hash"))
            .setWorkId(UUID.randomUUID().toString())
            .setBlob(id + "/blob"));
  }

  private static BatchLine line(int number, boolean skipped) {
    BatchLine.Builder line =
        BatchLine.newBuilder().setLine(number).setCustomId(Integer.toString(number));
    if (skipped) {
      return line.setProblem("steps: 0 is not in 1..1000").build();
    }
    GenerationRequest request =
        TestLog.request().toBuilder()
            .setSteps(5)
            .setSeed(number)
            .setPriority(Priority.PRIORITY_BATCH)
            .build();
    return line.setRequest(request)
        .setRequestHash(ByteString.copyFromUtf8("hash"))
        .setPool("default")
        .build();
  }

  private static BatchSnapshot await(BatchSnapshot first, Predicate<Batch> wanted)
      throws Exception {
    return awaitSnapshot(first, s -> wanted.test(s.getBatch()));
  }

  private static BatchSnapshot awaitSnapshot(BatchSnapshot first, Predicate<BatchSnapshot> wanted)
      throws Exception {
    CompletableFuture<BatchSnapshot> met = new CompletableFuture<>();
    Subscription listening =
        batches.listen(
            id(first),
            s -> {
              if (wanted.test(s)) {
                met.complete(s);
              }
            });
    try {
      batches.peek(id(first)).filter(wanted).ifPresent(met::complete);
      return met.get(90, TimeUnit.SECONDS);
    } finally {
      listening.close();
    }
  }

  private static String id(BatchSnapshot snapshot) {
    return snapshot.getBatch().getId();
  }

  private static OrchestratorConfig config() {
    return new OrchestratorConfig(
        "127.0.0.1",
        0,
        KafkaConnection.plaintext(log.brokers()),
        1,
        QueueTopics.DEFAULT,
        List.of(services.address()),
        List.of(denoiser.address()),
        List.of(services.address()),
        "default",
        List.of(0),
        0,
        SLOTS,
        2,
        LOCK,
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        Duration.ofSeconds(20),
        StoreSettings.in("CHECKPOINTS", checkpoints),
        Duration.ofMillis(200),
        Wire.FLOAT32,
        false,
        TlsSettings.NONE);
  }
}
