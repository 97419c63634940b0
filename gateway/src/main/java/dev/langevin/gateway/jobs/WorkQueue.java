package dev.langevin.gateway.jobs;

import dev.langevin.events.v1.Work;
import dev.langevin.runtime.generations.Clients;
import dev.langevin.runtime.generations.LogUnavailableException;
import dev.langevin.runtime.generations.Topics;
import dev.langevin.runtime.trace.TraceRecords;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Puts jobs into the queue of their pool and class. */
public final class WorkQueue implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(12);

  private final Producer<String, byte[]> producer;

  /** With Kafka's connection settings. */
  public WorkQueue(Map<String, Object> connection) {
    producer = Clients.producer(connection);
  }

  /**
   * Enqueues a job, durably.
   *
   * @throws LogUnavailableException when Kafka does not take it; it may be in the queue all the
   *     same
   */
  public void put(String pool, Work work) {
    String topic = Topics.work(pool, work.getRequest().getPriority());
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(topic, work.getGenerationId(), work.toByteArray());
    TraceRecords.tell(record);
    try {
      producer.send(record).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw unavailable(topic, e.getCause());
    } catch (TimeoutException | org.apache.kafka.common.KafkaException e) {
      throw unavailable(topic, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(topic, e);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
  }

  private static LogUnavailableException unavailable(String topic, Throwable cause) {
    return new LogUnavailableException(
        "cannot write to the queue %s: %s".formatted(topic, cause.getMessage()), cause);
  }
}
