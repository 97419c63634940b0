package dev.langevin.runtime.generations;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * What a Kafka cluster calls itself: given once, when it is formatted, and never changed.
 *
 * @param connection Kafka's connection settings
 */
public record ClusterId(KafkaConnection connection) {
  private static final int PATIENCE_SECONDS = 10;

  /**
   * Asks for it.
   *
   * @throws LogUnavailableException if Kafka does not say
   */
  public String get() throws InterruptedException {
    try (Admin admin = Clients.admin(connection)) {
      return admin.describeCluster().clusterId().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw new LogUnavailableException("cannot ask for the cluster's id: " + e.getMessage(), e);
    }
  }
}
