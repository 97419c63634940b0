package dev.langevin.gateway.jobs;

import dev.langevin.gateway.GatewayException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the artifacts of deleted generations soon, one after the other, each until it succeeds.
 * What is forgotten here, when the process dies, is swept before the stub goes: see {@link
 * Retention}.
 */
public final class Sweeper implements AutoCloseable {
  /** Generations that wait for their sweep, at most. */
  static final int LIMIT = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final BlockingQueue<String> waiting = new LinkedBlockingQueue<>(LIMIT);
  private final Consumer<String> artifacts;
  private final Thread thread;

  /**
   * Begins to wait.
   *
   * @param artifacts deletes those of a generation, or throws a {@link GatewayException}
   */
  public Sweeper(Consumer<String> artifacts) {
    this.artifacts = artifacts;
    thread = Thread.ofVirtual().name("sweeper").start(this::run);
  }

  /** Deletes a generation's artifacts as soon as it can. */
  void soon(String id) {
    if (!waiting.offer(id)) {
      LOG.debug("{} generations wait for their sweep; {} is swept with its stub", LIMIT, id);
    }
  }

  /**
   * Deletes a generation's artifacts now.
   *
   * @throws GatewayException if some may be left
   */
  void now(String id) {
    artifacts.accept(id);
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        String id = waiting.take();
        while (!swept(id)) {
          Thread.sleep(PAUSE);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("Stopped sweeping; {} generations still wait", waiting.size());
    }
  }

  private boolean swept(String id) {
    try {
      now(id);
      return true;
    } catch (GatewayException e) {
      LOG.debug("Sweeps {} again later: {}", id, e.getMessage());
      return false;
    }
  }
}
