package dev.langevin.encoder.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class BatcherTest {
  private final List<Integer> batches = new CopyOnWriteArrayList<>();
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);

  @Test
  void submit_whileABatchRuns_gathersTheNext() throws InterruptedException {
    try (Batcher<Integer, Integer> batcher = new Batcher<>("test", 10, 3, this::doubled)) {
      CompletableFuture<Integer> first = batcher.submit(1);
      started.await();
      List<CompletableFuture<Integer>> others =
          List.of(2, 3, 4, 5).stream().map(batcher::submit).toList();
      go.countDown();

      assertThat(first.join()).isEqualTo(2);
      assertThat(others.stream().map(CompletableFuture::join)).containsExactly(4, 6, 8, 10);
      assertThat(batches).containsExactly(1, 3, 1);
    }
  }

  @Test
  void submit_fullQueue_isRefused() throws InterruptedException {
    try (Batcher<Integer, Integer> batcher = new Batcher<>("test", 1, 3, this::doubled)) {
      batcher.submit(1);
      started.await();
      batcher.submit(2);

      assertThatThrownBy(() -> batcher.submit(3)).isInstanceOf(RejectedExecutionException.class);
      go.countDown();
    }
  }

  @Test
  void submit_failingBatch_failsItsItemsAndGoesOn() {
    go.countDown();
    try (Batcher<Integer, Integer> batcher = new Batcher<>("test", 10, 1, this::doubled)) {
      assertThatThrownBy(() -> batcher.submit(-1).join())
          .isInstanceOf(CompletionException.class)
          .hasRootCauseMessage("negative");
      assertThat(batcher.submit(4).join()).isEqualTo(8);
    }
  }

  @Test
  void close_cancelsWhatWaits() throws InterruptedException {
    Batcher<Integer, Integer> batcher = new Batcher<>("test", 10, 1, this::doubled);
    CompletableFuture<Integer> running = batcher.submit(1);
    started.await();
    CompletableFuture<Integer> waiting = batcher.submit(2);
    Thread closing = Thread.ofVirtual().start(batcher::close);
    go.countDown();
    closing.join();

    assertThat(running.isDone()).isTrue();
    assertThat(waiting.isDone()).isTrue();
    assertThatThrownBy(() -> batcher.submit(3).join()).isInstanceOf(CancellationException.class);
  }

  /** The first batch waits until the test says so, interrupted or not, as a native call would. */
  private List<Integer> doubled(List<Integer> items) {
    batches.add(items.size());
    started.countDown();
    CompletableFuture.runAsync(this::awaitGo).join();
    if (items.getFirst() < 0) {
      throw new IllegalArgumentException("negative");
    }
    return items.stream().map(item -> item * 2).toList();
  }

  private void awaitGo() {
    try {
      go.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
