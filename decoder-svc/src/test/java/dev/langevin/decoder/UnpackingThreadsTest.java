package dev.langevin.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Context;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnpackingThreadsTest {
  private static final Executor CALLERS = Thread::startVirtualThread;

  private final UnpackingThreads threads = new UnpackingThreads();
  private final CountDownLatch begun = new CountDownLatch(UnpackingThreads.AT_ONCE);
  private final CountDownLatch go = new CountDownLatch(1);

  @AfterEach
  void stop() {
    go.countDown();
    threads.close();
  }

  @Test
  void call_ofAVirtualThread_runsOnAPlatformThread() {
    var runner = CompletableFuture.supplyAsync(() -> threads.call(Thread::currentThread), CALLERS);

    assertThat(runner.join().isVirtual()).isFalse();
  }

  @Test
  void call_failure_isThrownAsItIs() {
    assertThatThrownBy(
            () ->
                threads.call(
                    () -> {
                      throw DecoderException.invalid("why");
                    }))
        .isInstanceOf(DecoderException.class)
        .hasMessage("why");
  }

  @Test
  void call_whoeverAskedHasGone_isNotRun() {
    Context.CancellableContext caller = Context.current().withCancellation();
    caller.cancel(null);

    assertThatThrownBy(() -> caller.call(() -> threads.call(() -> "run")))
        .isInstanceOfSatisfying(
            DecoderException.class, e -> assertThat(e.reason()).isEqualTo("CANCELLED"));
  }

  @Test
  void call_tooManyWait_isRefusedWithTheLimit() throws InterruptedException {
    occupy();
    CompletableFuture<DecoderException> refused = new CompletableFuture<>();
    for (int i = 0; i <= UnpackingThreads.WAITING_LIMIT; i++) {
      CALLERS.execute(
          () -> {
            try {
              threads.call(() -> 1);
            } catch (DecoderException e) {
              refused.complete(e);
            }
          });
    }

    assertThat(refused.join())
        .hasMessage("32 pictures are waiting, which is the limit")
        .extracting(DecoderException::code)
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  /** Has every thread wait for the test. */
  private void occupy() throws InterruptedException {
    for (int i = 0; i < UnpackingThreads.AT_ONCE; i++) {
      CALLERS.execute(() -> threads.call(this::waited));
    }
    begun.await();
  }

  private int waited() {
    begun.countDown();
    try {
      go.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }
}
