package dev.langevin.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class NetworkThreadTest {
  @Test
  void submit_fullQueue_isRefusedWithTheLimit() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    NetworkThread thread = new NetworkThread();
    CompletableFuture<Integer> first =
        thread.submit(
            () -> {
              started.countDown();
              CompletableFuture.runAsync(() -> await(go)).join();
              return 0;
            });
    started.await();
    List<CompletableFuture<Integer>> waiting = new ArrayList<>();
    for (int i = 0; i < NetworkThread.WAITING_LIMIT; i++) {
      waiting.add(thread.submit(() -> 1));
    }

    assertThatThrownBy(() -> thread.submit(() -> 2))
        .isInstanceOfSatisfying(
            DecoderException.class,
            e -> assertThat(e.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED))
        .hasMessageContaining("256");
    go.countDown();
    thread.close();
    assertThat(first.join()).isZero();
    assertThat(waiting).allSatisfy(run -> assertThat(run.join()).isEqualTo(1));
  }

  @Test
  void call_failure_isThrownAsItIs() {
    try (NetworkThread thread = new NetworkThread()) {
      assertThatThrownBy(
              () ->
                  thread.call(
                      () -> {
                        throw new IllegalStateException("why");
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("why");
    }
  }

  @Test
  void submit_afterClose_isUnavailable() {
    NetworkThread thread = new NetworkThread();
    thread.close();

    assertThatThrownBy(() -> thread.submit(() -> 1))
        .isInstanceOfSatisfying(
            DecoderException.class, e -> assertThat(e.code()).isEqualTo(Status.Code.UNAVAILABLE));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
