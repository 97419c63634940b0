package dev.langevin.gateway.jobs;

import dev.langevin.runtime.generations.Clients;
import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.runtime.generations.LogUnavailableException;
import dev.langevin.runtime.generations.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the topics that are missing: at the start, as soon as Kafka is there, and when a new pool
 * appears.
 */
public final class TopicSetup implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Admin admin;
  private final int replication;
  private final Set<String> done = ConcurrentHashMap.newKeySet();
  private final Thread thread;

  /** Begins to try, with Kafka's connection settings. */
  public TopicSetup(KafkaConnection connection, int replication) {
    admin = Clients.admin(connection);
    this.replication = replication;
    thread = Thread.ofVirtual().name("topics").start(this::run);
  }

  /**
   * Sees to the topics of a pool.
   *
   * @throws LogUnavailableException when Kafka is away
   */
  public void pool(String pool) {
    if (!done.contains(pool)) {
      Topics.createTopics(admin, replication, List.of(pool));
      done.add(pool);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    admin.close(Duration.ofSeconds(1));
  }

  private void run() {
    try {
      while (!done.contains(Topics.DEFAULT_POOL)) {
        try {
          pool(Topics.DEFAULT_POOL);
        } catch (LogUnavailableException e) {
          if (!Thread.currentThread().isInterrupted()) {
            LOG.warn("Waiting for Kafka: {}", e.getMessage());
          }
          Thread.sleep(PAUSE);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("Stopped waiting for Kafka");
    }
  }
}
