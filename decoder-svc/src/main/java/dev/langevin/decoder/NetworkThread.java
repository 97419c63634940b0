package dev.langevin.decoder;

import io.grpc.Context;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** The one platform thread that runs networks, with a bounded queue before it. */
final class NetworkThread implements AutoCloseable {
  /** The most runs that wait. */
  static final int WAITING_LIMIT = 256;

  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final Duration FULL_QUEUE_WAIT = Duration.ofMillis(10);

  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING_LIMIT),
          Thread.ofPlatform().name("decode").daemon().factory());

  private volatile boolean draining;

  /** Refuses the calls that wait and those to come; the one that runs goes on. */
  void drain() {
    draining = true;
  }

  /**
   * Runs it in its turn, and waits; not if the gRPC call that asks for it was cancelled by then.
   * DecoderException when the queue is full or this is drained or closed.
   */
  <T> T call(Supplier<T> run) {
    Context call = Context.current();
    try {
      return submit(() -> wanted(call, run)).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private <T> T wanted(Context call, Supplier<T> run) {
    if (draining) {
      throw DecoderException.stopping();
    }
    if (call.isCancelled()) {
      throw DecoderException.cancelled();
    }
    return run.get();
  }

  /** Runs it in its turn. DecoderException when the queue is full or this is closed. */
  <T> CompletableFuture<T> submit(Supplier<T> run) {
    try {
      return CompletableFuture.supplyAsync(run, executor);
    } catch (RejectedExecutionException e) {
      throw executor.isShutdown()
          ? DecoderException.stopping()
          : DecoderException.full(WAITING_LIMIT, "runs of networks");
    }
  }

  /**
   * Runs it after all that was submitted before, however long that takes; here and now if this is
   * closed already.
   */
  void last(Runnable run) {
    while (!executor.isShutdown()) {
      try {
        CompletableFuture.runAsync(run, executor).join();
        return;
      } catch (RejectedExecutionException e) {
        LockSupport.parkNanos(FULL_QUEUE_WAIT.toNanos());
      }
    }
    run.run();
  }

  /** Takes no more, and waits for what was taken. */
  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(GRACE.toSeconds(), TimeUnit.SECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
