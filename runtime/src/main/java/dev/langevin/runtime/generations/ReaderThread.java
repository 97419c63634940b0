package dev.langevin.runtime.generations;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that reads from Kafka with one consumer, and with a fresh one after a failure, until it
 * is closed.
 */
public final class ReaderThread implements AutoCloseable {
  /** Reads with a consumer. */
  @FunctionalInterface
  public interface Session {
    /**
     * Reads until it is told to stop; may throw whatever Kafka throws, and is then run again.
     *
     * @param consumer used by this thread alone, closed by the caller
     * @param open whether to go on
     */
    void run(Consumer<String, byte[]> consumer, BooleanSupplier open);
  }

  private static final Logger LOG = LoggerFactory.getLogger(ReaderThread.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /** A topic that is just being created, or a broker that restarts, is nobody's worry. */
  private static final int QUIET_FAILURES = 4;

  private final Supplier<Consumer<String, byte[]>> connect;
  private final Session session;
  private final Thread thread;
  private volatile Consumer<String, byte[]> consumer;
  private volatile boolean closed;

  /**
   * Begins to read.
   *
   * @param name of the thread, and of what it reads, for the log
   */
  public ReaderThread(String name, Supplier<Consumer<String, byte[]>> connect, Session session) {
    this.connect = connect;
    this.session = session;
    thread = Thread.ofPlatform().name(name).daemon().start(this::run);
  }

  @Override
  public void close() {
    closed = true;
    Consumer<String, byte[]> current = consumer;
    if (current != null) {
      current.wakeup();
    }
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    int failures = 0;
    while (!closed) {
      try {
        read();
        failures = 0;
      } catch (WakeupException e) {
        LOG.debug("Woken up to stop");
      } catch (RuntimeException e) {
        failures++;
        if (failures == QUIET_FAILURES) {
          LOG.warn("Cannot read {}, trying again: {}", thread.getName(), e.toString());
        } else {
          LOG.debug("Cannot read {}, trying again: {}", thread.getName(), e.toString());
        }
        pause(failures);
      }
    }
  }

  private void read() {
    Consumer<String, byte[]> opened = connect.get();
    consumer = opened;
    try {
      if (!closed) {
        session.run(opened, () -> !closed);
      }
    } finally {
      Clients.close(opened);
    }
  }

  private void pause(int failures) {
    long doubled = FIRST_PAUSE.toMillis() << Math.min(failures - 1, 10);
    try {
      Thread.sleep(Math.min(doubled, LONGEST_PAUSE.toMillis()));
    } catch (InterruptedException e) {
      closed = true;
    }
  }
}
