package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ProcessorThreadsTest {
  private final ProcessorThreads threads = new ProcessorThreads("work");

  @Test
  void run_givesTheResult_orTheFailure() {
    assertThat(threads.run(() -> 7)).isEqualTo(7);
    assertThatThrownBy(
            () ->
                threads.run(
                    () -> {
                      throw new IllegalArgumentException("no");
                    }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no");
  }

  @Test
  void run_callerGoes_interruptsTheWork() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Thread caller =
        Thread.startVirtualThread(
            () ->
                threads.run(
                    () -> {
                      begun.countDown();
                      while (!Thread.currentThread().isInterrupted()) {
                        Thread.onSpinWait();
                      }
                      interrupted.countDown();
                      return null;
                    }));
    begun.await();
    caller.interrupt();
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void close_whileWorkRunsAndWaits_leavesNobodyWaiting() throws Exception {
    int many = 2 * Runtime.getRuntime().availableProcessors();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(many);
    for (int i = 0; i < many; i++) {
      Thread.startVirtualThread(
          () -> {
            try {
              threads.run(
                  () -> {
                    begun.countDown();
                    while (!Thread.currentThread().isInterrupted()) {
                      Thread.onSpinWait();
                    }
                    return null;
                  });
            } catch (GatewayException e) {
              assertThat(e).hasMessageContaining("stopping");
            } finally {
              ended.countDown();
            }
          });
    }
    begun.await();
    threads.close();
    assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(() -> threads.run(() -> 7)).hasMessageContaining("stopping");
  }

  /** More work than processors, none of which ends, each asked for by a virtual thread. */
  @Test
  void run_onEveryProcessor_letsVirtualThreadsHaveTheirTurn() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    int many = 2 * Runtime.getRuntime().availableProcessors();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(many);
    for (int i = 0; i < many; i++) {
      Thread.startVirtualThread(
          () -> {
            threads.run(
                () -> {
                  begun.countDown();
                  while (!stop.get()) {
                    Thread.onSpinWait();
                  }
                  return null;
                });
            ended.countDown();
          });
    }
    begun.await();
    int turns = 0;
    for (int i = 0; i < 100; i++) {
      Thread.startVirtualThread(() -> {}).join();
      turns++;
    }
    assertThat(turns).isEqualTo(100);
    stop.set(true);
    ended.await();
    assertThat(ended.getCount()).isZero();
  }
}
