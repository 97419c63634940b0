package dev.langevin.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.identity.Caller;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CallsTest {
  private final Calls calls = new Calls(new CallLimits(2, 1, Duration.ofSeconds(1)));
  private final CountDownLatch end = new CountDownLatch(1);

  @Test
  void run_beyondTheLimit_isRefusedWithADelay() throws Exception {
    begin(Calls.Kind.BRIEF);
    begin(Calls.Kind.BRIEF);
    assertRefused(Calls.Kind.BRIEF, "TOO_MANY_CALLS", "2 calls are at this gateway");
    begin(Calls.Kind.LASTING);
    assertRefused(Calls.Kind.LASTING, "TOO_MANY_WATCHERS", "1 watchers are at this gateway");

    end.countDown();
    CompletableFuture<Void> room = new CompletableFuture<>();
    while (!room.isDone()) {
      try {
        calls.run(Calls.Kind.LASTING, Caller.ANYBODY, () -> room.complete(null));
        room.join();
      } catch (GatewayException e) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void drain_endsWatchersLetsOthersFinishAndTakesNoMore() throws Exception {
    CompletableFuture<Boolean> watcher = begin(Calls.Kind.LASTING);
    CompletableFuture<Boolean> call = begin(Calls.Kind.BRIEF);
    Thread drain = Thread.ofVirtual().start(calls::drain);

    assertThat(watcher.get()).as("interrupted").isTrue();
    assertThat(calls.draining()).isTrue();
    assertThat(call).isNotDone();
    assertThatThrownBy(() -> calls.run(Calls.Kind.BRIEF, Caller.ANYBODY, () -> {}))
        .isInstanceOfSatisfying(
            GatewayException.class, e -> assertThat(e.code()).isEqualTo(Status.Code.UNAVAILABLE));
    end.countDown();
    assertThat(call.get()).as("interrupted").isFalse();
    drain.join();
  }

  @Test
  void drain_callThatHangs_isInterruptedInTheEnd() throws Exception {
    CompletableFuture<Boolean> call = begin(Calls.Kind.BRIEF);
    long since = System.nanoTime();
    calls.drain();
    assertThat(call.get()).as("interrupted").isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(6));
  }

  @Test
  void run_openCalls_takeNoRoomOfOthers() throws Exception {
    for (int i = 0; i < Calls.OPEN; i++) {
      begin(Calls.Kind.OPEN);
    }
    assertRefused(Calls.Kind.OPEN, "TOO_MANY_CALLS", "100 calls are at this gateway");
    assertThat(begin(Calls.Kind.BRIEF)).isNotDone();
    end.countDown();
  }

  /** Where callers sign in, half is the most for one of them. */
  @Test
  void run_ofOneTenant_leavesRoomForOthers() throws Exception {
    Calls pools = new Calls(new CallLimits(4, 4, Duration.ofSeconds(1)));
    Caller ada = new Caller("ada", "key:a", Set.of(), Instant.MAX);
    Caller bob = new Caller("bob", "key:b", Set.of(), Instant.MAX);
    CountDownLatch begun = new CountDownLatch(3);
    for (Caller caller : List.of(ada, ada, bob)) {
      pools.run(Calls.Kind.BRIEF, caller, () -> waits(begun));
    }
    begun.await();
    assertThatThrownBy(() -> pools.run(Calls.Kind.BRIEF, ada, () -> {}))
        .isInstanceOf(GatewayException.class)
        .hasMessageContaining("2 calls of tenant ada are at this gateway, which is its share");
    CountDownLatch another = new CountDownLatch(2);
    pools.run(Calls.Kind.BRIEF, bob, () -> waits(another));
    pools.run(Calls.Kind.LASTING, ada, () -> waits(another));
    another.await();
    end.countDown();
    pools.drain();
  }

  private void waits(CountDownLatch begun) {
    begun.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A file that comes in or goes out may take hours. */
  @Test
  void dismiss_endsAllCallsOfACaller() throws Exception {
    CompletableFuture<Boolean> watcher = begin(Calls.Kind.LASTING);
    CompletableFuture<Boolean> call = begin(Calls.Kind.BRIEF);
    calls.dismiss(caller -> !caller.equals(Caller.ANYBODY));
    assertThat(call).isNotDone();
    calls.dismiss(Caller.ANYBODY::equals);
    assertThat(watcher.get()).as("interrupted").isTrue();
    assertThat(call.get()).as("interrupted").isTrue();
  }

  /** Begins a call that goes on until the end; completes with whether it was interrupted. */
  private CompletableFuture<Boolean> begin(Calls.Kind kind) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    calls.run(
        kind,
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

  private void assertRefused(Calls.Kind kind, String reason, String message) {
    assertThatThrownBy(() -> calls.run(kind, Caller.ANYBODY, () -> {}))
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
