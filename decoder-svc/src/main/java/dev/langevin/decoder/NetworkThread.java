package dev.langevin.decoder;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The one platform thread that runs networks, with a bounded queue before it. */
final class NetworkThread implements AutoCloseable {
  /** The most runs that wait. */
  static final int WAITING_LIMIT = 256;

  private static final Duration GRACE = Duration.ofSeconds(30);

  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING_LIMIT),
          Thread.ofPlatform().name("decode").daemon().factory());

  /** Runs it in its turn, and waits. DecoderException when the queue is full or this is closed. */
  <T> T call(Supplier<T> run) {
    try {
      return submit(run).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Runs it in its turn. DecoderException when the queue is full or this is closed. */
  <T> CompletableFuture<T> submit(Supplier<T> run) {
    try {
      return CompletableFuture.supplyAsync(run, executor);
    } catch (RejectedExecutionException e) {
      throw executor.isShutdown()
          ? DecoderException.stopping()
          : DecoderException.full(WAITING_LIMIT);
    }
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
