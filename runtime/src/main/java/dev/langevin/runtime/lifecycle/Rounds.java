package dev.langevin.runtime.lifecycle;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does something again and again, with pauses, on a thread of its own, until it is closed. What a
 * round throws is logged and ends that round alone.
 */
public final class Rounds implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

  /** What is done. */
  @FunctionalInterface
  public interface Round {
    /** Does it once. */
    void run() throws InterruptedException;
  }

  private final String name;
  private final Duration pause;
  private final Round round;
  private final Thread thread;

  private Rounds(String name, Duration first, Duration pause, Round round) {
    this.name = name;
    this.pause = pause;
    this.round = round;
    thread = Thread.ofVirtual().name(name).start(() -> run(first));
  }

  /** Begins with a round at once. */
  public static Rounds start(String name, Duration pause, Round round) {
    return new Rounds(name, Duration.ZERO, pause, round);
  }

  /** Begins with a pause. */
  public static Rounds startLater(String name, Duration pause, Round round) {
    return new Rounds(name, pause, pause, round);
  }

  /** Interrupts a round that is being made, and does not wait for it. */
  @Override
  public void close() {
    thread.interrupt();
  }

  private void run(Duration first) {
    try {
      Thread.sleep(first);
      while (true) {
        once();
        Thread.sleep(pause);
      }
    } catch (InterruptedException e) {
      LOG.debug("No more rounds of {}", name);
    }
  }

  private void once() throws InterruptedException {
    try {
      round.run();
    } catch (RuntimeException | Error e) {
      LOG.error("A round of {} broke off; the next one comes in {}", name, pause, e);
    }
  }
}
