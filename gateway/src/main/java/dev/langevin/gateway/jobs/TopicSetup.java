package dev.langevin.gateway.jobs;

import dev.langevin.runtime.generations.Clients;
import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.runtime.generations.LogUnavailableException;
import dev.langevin.runtime.generations.QueueTopics;
import dev.langevin.runtime.generations.TopicKeeper;
import dev.langevin.runtime.generations.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the topics that are missing, or sees that none is: at the start, as soon as Kafka is
 * there, and when a new pool appears.
 */
public final class TopicSetup implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Admin admin;
  private final int replication;
  private final QueueTopics queues;
  private final Set<String> done = ConcurrentHashMap.newKeySet();
  private final Thread thread;

  /**
   * Begins to try, with Kafka's connection settings.
   *
   * @param replication copies of each topic that it creates
   * @param queues which there are of a pool, and whether it may create them
   */
  public TopicSetup(KafkaConnection connection, int replication, QueueTopics queues) {
    admin = Clients.admin(connection);
    this.replication = replication;
    this.queues = queues;
    thread = Thread.ofVirtual().name("topics").start(this::run);
  }

  /**
   * Sees to the topics of a pool.
   *
   * @throws LogUnavailableException when Kafka is away, or they are missing and not to be created
   */
  public void pool(String pool) {
    if (!done.contains(pool)) {
      new TopicKeeper(admin, queues.upkeep())
          .topics(queues.declaration(replication, List.of(pool)).topics());
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
