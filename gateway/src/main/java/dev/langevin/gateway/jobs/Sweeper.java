package dev.langevin.gateway.jobs;

import dev.langevin.gateway.GatewayException;
import java.time.Duration;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
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
  private static final Duration PAUSE = Duration.ofSeconds(5);

  /**
   * A generation to be swept.
   *
   * @param id the generation's
   * @param nanos when, by {@link System#nanoTime}
   */
  private record Sweep(String id, long nanos) implements Delayed {
    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(nanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(nanos - ((Sweep) other).nanos, 0);
    }
  }

  private final DelayQueue<Sweep> waiting = new DelayQueue<>();
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
    after(Duration.ZERO, id);
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

  private void after(Duration pause, String id) {
    if (waiting.size() < LIMIT) {
      waiting.add(new Sweep(id, System.nanoTime() + pause.toNanos()));
    } else {
      LOG.debug("{} generations wait for their sweep; {} is swept with its stub", LIMIT, id);
    }
  }

  /** One that can't be swept keeps no other from being tried: decoders may differ in what works. */
  private void run() {
    try {
      while (true) {
        String id = waiting.take().id();
        try {
          now(id);
        } catch (GatewayException e) {
          LOG.debug("Sweeps {} again later: {}", id, e.getMessage());
          after(PAUSE, id);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("Stopped sweeping; {} generations still wait", waiting.size());
    }
  }
}
