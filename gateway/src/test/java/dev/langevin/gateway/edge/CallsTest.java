package dev.langevin.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.identity.Caller;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CallsTest {
  private final Calls calls = new Calls(new CallLimits(2, 1, Duration.ofSeconds(1)));
  private final CountDownLatch end = new CountDownLatch(1);

  @Test
  void run_beyondTheLimit_isRefusedWithADelay() throws Exception {
    begin(false);
    begin(false);
    assertRefused(false, "TOO_MANY_CALLS", "2 calls are at this gateway");
    begin(true);
    assertRefused(true, "TOO_MANY_WATCHERS", "1 watchers are at this gateway");

    end.countDown();
    CompletableFuture<Void> room = new CompletableFuture<>();
    while (!room.isDone()) {
      try {
        calls.run(true, Caller.ANYBODY, () -> room.complete(null));
        room.join();
      } catch (GatewayException e) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void drain_endsWatchersLetsOthersFinishAndTakesNoMore() throws Exception {
    CompletableFuture<Boolean> watcher = begin(true);
    CompletableFuture<Boolean> call = begin(false);
    Thread drain = Thread.ofVirtual().start(calls::drain);

    assertThat(watcher.get()).as("interrupted").isTrue();
    assertThat(calls.draining()).isTrue();
    assertThat(call).isNotDone();
    assertThatThrownBy(() -> calls.run(false, Caller.ANYBODY, () -> {}))
        .isInstanceOfSatisfying(
            GatewayException.class, e -> assertThat(e.code()).isEqualTo(Status.Code.UNAVAILABLE));
    end.countDown();
    assertThat(call.get()).as("interrupted").isFalse();
    drain.join();
  }

  @Test
  void drain_callThatHangs_isInterruptedInTheEnd() throws Exception {
    CompletableFuture<Boolean> call = begin(false);
    long since = System.nanoTime();
    calls.drain();
    assertThat(call.get()).as("interrupted").isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(6));
  }

  /** Begins a call that goes on until the end; completes with whether it was interrupted. */
  private CompletableFuture<Boolean> begin(boolean watches) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    calls.run(
        watches,
        Caller.ANYBODY,
        () -> {
          begun.countDown();
          try {
            end.await();
            interrupted.complete(false);
          } catch (InterruptedException e) {
            interrupted.complete(true);
          }
        });
    begun.await();
    return interrupted;
  }

  private void assertRefused(boolean watches, String reason, String message) {
    assertThatThrownBy(() -> calls.run(watches, Caller.ANYBODY, () -> {}))
        .isInstanceOfSatisfying(
            GatewayException.class,
            e -> {
              assertThat(e.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
              assertThat(e.reason()).isEqualTo(reason);
              assertThat(e.retryDelay()).isPresent();
            })
        .hasMessageContaining(message);
  }
}
