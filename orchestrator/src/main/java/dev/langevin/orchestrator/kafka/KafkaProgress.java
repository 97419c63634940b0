package dev.langevin.orchestrator.kafka;

import dev.langevin.events.v1.ProgressEvent;
import dev.langevin.orchestrator.job.ProgressSink;
import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.runtime.generations.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Progress events to Kafka, unacknowledged: the next one makes up for a lost one. An outage is
 * logged when it begins and when it ends.
 */
public final class KafkaProgress implements ProgressSink, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaProgress.class);

  /** All jobs' progress of this time goes to Kafka at once; nobody sees that it is late. */
  private static final int LINGER_MILLIS = 50;

  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final KafkaProducer<String, byte[]> producer;
  private final AtomicBoolean losing = new AtomicBoolean();

  /** Connects in the background. */
  public KafkaProgress(KafkaConnection kafka) {
    producer =
        new KafkaProducer<>(
            kafka.with(
                Map.of(
                    ProducerConfig.ACKS_CONFIG,
                    "1",
                    ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                    false,
                    ProducerConfig.LINGER_MS_CONFIG,
                    LINGER_MILLIS,
                    ProducerConfig.MAX_BLOCK_MS_CONFIG,
                    20,
                    ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                    2_000,
                    ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                    3_000,
                    ProducerConfig.BUFFER_MEMORY_CONFIG,
                    4L << 20,
                    ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG,
                    "")),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  @Override
  public void tell(ProgressEvent event) {
    try {
      producer.send(
          new ProducerRecord<>(Topics.PROGRESS, event.getGenerationId(), event.toByteArray()),
          (metadata, failure) -> note(failure));
    } catch (RuntimeException e) {
      note(e);
    }
  }

  @Override
  public void flush() {
    try {
      producer.flush();
    } catch (InterruptException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE);
  }

  private void note(Exception failure) {
    if (losing.compareAndSet(failure == null, failure != null)) {
      if (failure == null) {
        LOG.info("Progress can be told again");
      } else {
        LOG.warn("Progress is lost until Kafka takes it: {}", failure.toString());
      }
    }
  }
}
