package dev.langevin.gateway.jobs;

import dev.langevin.gateway.GatewayException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Runs what takes a processor for long on threads of the operating system, which divides it fairly:
 * virtual threads don't take it from each other, and a few such would hold up all other calls. Who
 * waits for a turn is bounded by the limit of calls.
 */
final class Searches {
  private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  private static final long IDLE_SECONDS = 10;

  private final ThreadPoolExecutor threads;

  Searches() {
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

  /** Runs it and waits; one whose caller goes before its turn is not run. */
  <T> T run(Supplier<T> search) {
    Future<T> result = threads.submit(search::get);
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a search broke off", e.getCause());
    } catch (InterruptedException e) {
      result.cancel(true);
      Thread.currentThread().interrupt();
      throw GatewayException.stopping();
    }
  }
}
