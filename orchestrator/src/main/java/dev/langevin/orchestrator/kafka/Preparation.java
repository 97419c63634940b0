package dev.langevin.orchestrator.kafka;

import dev.langevin.runtime.generations.Clients;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.runtime.generations.LogUnavailableException;
import dev.langevin.runtime.generations.TopicKeeper;
import dev.langevin.runtime.generations.Upkeep;
import dev.langevin.runtime.topics.Declaration;
import java.time.Duration;
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
   * @param upkeep whether it may create what is missing
   * @param needed the topics and groups that are needed
   */
  public Preparation(KafkaConnection kafka, Upkeep upkeep, Declaration needed, GenerationLog log) {
    thread =
        Thread.ofVirtual().name("preparation").start(() -> prepare(kafka, upkeep, needed, log));
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
      KafkaConnection connection, Upkeep upkeep, Declaration needed, GenerationLog log) {
    while (!Thread.currentThread().isInterrupted()) {
      try (Admin admin = Clients.admin(connection)) {
        new TopicKeeper(admin, upkeep).all(needed);
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
