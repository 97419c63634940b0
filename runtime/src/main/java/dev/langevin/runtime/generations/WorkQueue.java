package dev.langevin.runtime.generations;

import dev.langevin.runtime.trace.TraceRecords;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes records to work topics, durably. */
public final class WorkQueue implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(12);

  private final Producer<String, byte[]> producer;

  /** With Kafka's connection settings. */
  public WorkQueue(KafkaConnection connection) {
    producer = Clients.producer(connection);
  }

  /**
   * Writes a record, with the trace of this thread, and waits until it is safe.
   *
   * @throws LogUnavailableException when Kafka does not take it; it may be in the queue all the
   *     same
   */
  public void put(String topic, String key, byte[] value) {
    ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, value);
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
