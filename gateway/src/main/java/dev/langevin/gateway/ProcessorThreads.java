package dev.langevin.gateway;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs what takes a processor for long on threads of the operating system, which divides it fairly:
 * virtual threads don't take it from each other, and a few such would hold up all other calls. Who
 * waits for a turn is bounded by the limit of calls.
 */
public final class ProcessorThreads implements AutoCloseable {
  private static final int THREADS =
      Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 4);
  private static final long IDLE_SECONDS = 10;

  private final ThreadPoolExecutor threads;

  /**
   * Threads are started when they are needed.
   *
   * @param name of what they do
   */
  public ProcessorThreads(String name) {
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name(name + "-", 0).daemon().factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Something that takes a processor for a while.
   *
   * @param <T> what comes of it
   */
  public interface Work<T> {
    /** Does it; interrupted when nobody waits for it any longer. */
    T run() throws InterruptedException;
  }

  /**
   * Does it and waits; what it throws is thrown here. If the caller goes, it is not begun, or its
   * thread is interrupted.
   */
  public <T> T run(Work<T> work) {
    Future<T> result;
    try {
      result = threads.submit(work::run);
    } catch (RejectedExecutionException e) {
      throw GatewayException.stopping();
    }
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case RuntimeException failed -> failed;
        case InterruptedException stopped -> GatewayException.stopping();
        default -> new IllegalStateException("the work broke off", e.getCause());
      };
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
