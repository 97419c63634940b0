package dev.langevin.gateway.jobs;

import dev.langevin.gateway.GatewayException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Runs what takes a processor for long, searches and plans, on threads of the operating system,
 * which divides it fairly: virtual threads don't take it from each other, and a few such would hold
 * up all other calls. Who waits for a turn is bounded by the limit of calls.
 */
public final class Searches implements AutoCloseable {
  private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  private static final long IDLE_SECONDS = 10;

  private final ThreadPoolExecutor threads;

  /** Threads are started when they are needed. */
  public Searches() {
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name("search").daemon().factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Runs it and waits; what it throws is thrown here. If the caller goes, it is not run, or its
   * thread is interrupted.
   */
  public <T> T run(Supplier<T> search) {
    Future<T> result;
    try {
      result = threads.submit(search::get);
    } catch (RejectedExecutionException e) {
      throw GatewayException.stopping();
    }
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failed
          ? failed
          : new IllegalStateException("a search broke off", e.getCause());
    } catch (CancellationException e) {
      throw GatewayException.stopping();
    } catch (InterruptedException e) {
      result.cancel(true);
      Thread.currentThread().interrupt();
      throw GatewayException.stopping();
    }
  }

  /** Interrupts what runs; those that wait for their turn are told that the gateway stops. */
  @Override
  public void close() {
    for (Runnable waiting : threads.shutdownNow()) {
      if (waiting instanceof Future<?> result) {
        result.cancel(false);
      }
    }
  }
}
