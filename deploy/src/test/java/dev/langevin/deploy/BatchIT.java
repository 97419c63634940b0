package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.client.local.LocalServer;
import dev.langevin.runtime.grpc.Channels;
import dev.langevin.v1.Batch;
import dev.langevin.v1.Batch.State;
import dev.langevin.v1.BatchHeader;
import dev.langevin.v1.BatchResult;
import dev.langevin.v1.CancelBatchRequest;
import dev.langevin.v1.CreateBatchResponse;
import dev.langevin.v1.GenerateRequest;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GenerationServiceGrpc;
import dev.langevin.v1.PauseBatchRequest;
import dev.langevin.v1.ResumeBatchRequest;
import io.grpc.ManagedChannel;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches through the whole system, with the checkout's model. */
class BatchIT {
  @TempDir static Path data;
  private static AllInOne system;
  private static ManagedChannel channel;
  private static BatchCalls calls;

  @BeforeAll
  static void start() {
    system =
        AllInOne.start(new LocalServer.Settings(data, Command.checkedOutModels(), 0), stage -> {});
    channel = Channels.open(system.address());
    calls = new BatchCalls(channel);
  }

  @AfterAll
  static void stop() {
    Channels.close(channel);
    system.close();
  }

  @Test
  void create_twoHundredLines_allSucceedInTheOrderOfTheFile() throws Exception {
    Batch batch = create(BatchCalls.file(200, BatchIT::line)).getBatch();

    List<BatchResult> results = calls.results(batch.getId(), true);
    Batch done = calls.await(batch.getId(), b -> b.getState() == State.STATE_COMPLETED);

    assertThat(done.getSucceeded()).as("%s", done).isEqualTo(200);
    assertThat(done.getEnqueued()).isEqualTo(200);
    assertThat(results).hasSize(200);
    for (int i = 0; i < 200; i++) {
      assertThat(results.get(i).getLine()).isEqualTo(i + 1);
      assertThat(results.get(i).getCustomId()).isEqualTo("picture-" + (i + 1));
      assertThat(results.get(i).getState()).isEqualTo(Generation.State.STATE_SUCCEEDED);
      assertThat(results.get(i).getArtifactsCount()).isEqualTo(1);
    }
  }

  @Test
  void download_runningBatch_isAnArchiveOfWhatThereIs() throws Exception {
    Batch batch = create(BatchCalls.file(30, BatchIT::line)).getBatch();
    calls.await(batch.getId(), b -> b.getSucceeded() > 0);
    Map<String, byte[]> early = calls.download(batch.getId());
    calls.await(batch.getId(), b -> b.getState() == State.STATE_COMPLETED);
    Map<String, byte[]> whole = calls.download(batch.getId());

    assertThat(early.keySet()).first().isEqualTo("manifest.jsonl");
    assertThat(manifest(early)).hasSize(30);
    assertThat(early)
        .hasSize(1 + (int) manifest(early).filter(l -> l.contains("STATE_SUCCEEDED")).count());
    assertThat(whole).hasSize(31).containsKeys("000001-0.png", "000030-0.png");
    assertThat(manifest(whole)).allMatch(line -> line.contains("STATE_SUCCEEDED"));
    assertThat(ImageIO.read(new ByteArrayInputStream(whole.get("000030-0.png")))).isNotNull();
  }

  private static Stream<String> manifest(Map<String, byte[]> archive) {
    return new String(archive.get("manifest.jsonl"), StandardCharsets.UTF_8).lines();
  }

  @Test
  void pause_runningBatch_enqueuesNoMoreUntilResumed() throws Exception {
    Batch batch = create(BatchCalls.file(60, BatchIT::line)).getBatch();
    calls.await(batch.getId(), b -> b.getSucceeded() > 0);

    Batch paused =
        calls
            .stub()
            .pauseBatch(PauseBatchRequest.newBuilder().setId(batch.getId()).build())
            .getBatch();
    assertThat(paused.getState()).isEqualTo(State.STATE_PAUSED);
    Batch still =
        calls.await(batch.getId(), b -> b.getEnqueued() == b.getSucceeded() && b.getEnqueued() > 0);
    assertThat(still.getEnqueued()).isLessThan(60);
    assertThat(still.getState()).isEqualTo(State.STATE_PAUSED);

    calls.stub().resumeBatch(ResumeBatchRequest.newBuilder().setId(batch.getId()).build());
    Batch done = calls.await(batch.getId(), b -> b.getState() == State.STATE_COMPLETED);
    assertThat(done.getSucceeded()).isEqualTo(60);
  }

  @Test
  void cancel_runningBatch_cancelsWhatHasNotEnded() throws Exception {
    Batch batch = create(BatchCalls.file(500, BatchIT::line)).getBatch();
    calls.await(batch.getId(), b -> b.getSucceeded() > 0);

    calls.stub().cancelBatch(CancelBatchRequest.newBuilder().setId(batch.getId()).build());
    Batch done = calls.await(batch.getId(), b -> b.getState() == State.STATE_CANCELLED);

    assertThat(done.getCancelled()).isPositive();
    assertThat(done.getSucceeded() + done.getCancelled()).isEqualTo(500);
    assertThat(calls.results(batch.getId(), false))
        .hasSize(500)
        .allMatch(
            r ->
                r.getState() == Generation.State.STATE_SUCCEEDED
                    || r.getState() == Generation.State.STATE_CANCELLED);
  }

  /**
   * The network is full of others: a batch has slots of its own, and every eighth run takes one of
   * its evaluations along.
   */
  @Test
  void create_besideInteractiveJobsWithoutEnd_endsAllTheSame() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger made = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> others = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        others.add(threads.submit(() -> keepMaking(over, made)));
      }
      try {
        Batch batch =
            create(BatchCalls.file(4, i -> "{\"prompt\": \"a car\", \"steps\": 2}")).getBatch();
        Batch done = calls.await(batch.getId(), b -> b.getState() == State.STATE_COMPLETED);
        assertThat(done.getSucceeded()).as("%s", done).isEqualTo(4);
      } finally {
        over.set(true);
      }
      for (Future<?> other : others) {
        other.get();
      }
    }
    assertThat(made.get()).isGreaterThanOrEqualTo(8);
  }

  private static void keepMaking(AtomicBoolean over, AtomicInteger made) {
    GenerationRequest request =
        GenerationRequest.newBuilder().setPrompt("a boat").setSteps(20).build();
    while (!over.get()) {
      GenerationServiceGrpc.newBlockingStub(channel)
          .generate(GenerateRequest.newBuilder().setGeneration(request).build())
          .forEachRemaining(event -> {});
      made.incrementAndGet();
    }
  }

  private static CreateBatchResponse create(String file) throws Exception {
    return calls.create(BatchHeader.getDefaultInstance(), file);
  }

  private static String line(int number) {
    return """
        {"custom_id": "picture-%d", "prompt": "a red house and a tree", "steps": 4, "seed": %d}"""
        .formatted(number, number);
  }
}
