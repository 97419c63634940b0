package dev.langevin.deploy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parts that are started side by side and closed one after the other, the last begun first. A part
 * that is still starting when all is closed is closed as soon as it has started.
 */
final class ParallelParts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ParallelParts.class);

  private final Deque<CompletableFuture<? extends AutoCloseable>> parts = new ArrayDeque<>();

  /** Begins to start a part. */
  <T extends AutoCloseable> CompletableFuture<T> start(String name, Callable<T> start) {
    CompletableFuture<T> part = new CompletableFuture<>();
    parts.push(part);
    Thread.ofPlatform()
        .name("start-" + name)
        .start(
            () -> {
              long begun = System.nanoTime();
              try {
                part.complete(start.call());
                LOG.info("{} started in {} ms", name, (System.nanoTime() - begun) / 1_000_000);
              } catch (Throwable e) {
                part.completeExceptionally(e);
              }
            });
    return part;
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().join().close();
      } catch (CompletionException e) {
        LOG.debug("A part that never started needs no end", e);
      } catch (Exception e) {
        LOG.warn("Closing went on after", e);
      }
    }
  }
}
