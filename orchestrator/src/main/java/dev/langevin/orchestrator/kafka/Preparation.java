package dev.langevin.orchestrator.kafka;

import dev.langevin.runtime.generations.Clients;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.runtime.generations.LogUnavailableException;
import dev.langevin.runtime.generations.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the topics are there and that the log has been read once, however long it takes.
 */
public final class Preparation implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration READ = Duration.ofMinutes(1);

  private final Thread thread;
  private volatile String missing = "Kafka has not been reached yet";

  /**
   * Begins.
   *
   * @param kafka where the topics are
   * @param pool whose work topics are needed
   */
  public Preparation(
      KafkaConnection kafka, int replication, Duration lock, String pool, GenerationLog log) {
    thread =
        Thread.ofVirtual()
            .name("preparation")
            .start(() -> prepare(kafka, replication, lock, pool, log));
  }

  /** What is still missing. */
  public Optional<String> missing() {
    return Optional.ofNullable(missing);
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void prepare(
      KafkaConnection connection, int replication, Duration lock, String pool, GenerationLog log) {
    while (!Thread.currentThread().isInterrupted()) {
      try (Admin admin = Clients.admin(connection)) {
        Topics.create(admin, replication, lock, List.of(pool));
        log.awaitEnd(READ);
        missing = null;
        return;
      } catch (LogUnavailableException e) {
        missing = e.getMessage();
        LOG.warn("No work is taken yet: {}", e.getMessage());
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        return;
      }
    }
  }
}
