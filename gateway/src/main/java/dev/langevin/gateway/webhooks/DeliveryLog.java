package dev.langevin.gateway.webhooks;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.langevin.events.v1.DeliveryRecord;
import dev.langevin.runtime.generations.Clients;
import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.runtime.generations.LogUnavailableException;
import dev.langevin.runtime.generations.ReaderThread;
import dev.langevin.runtime.generations.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topic {@code webhooks}, read whole, and written to. */
final class DeliveryLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryLog.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(12);

  private final DeliveryView view = new DeliveryView();
  private final Producer<String, byte[]> producer;
  private final Clock clock;
  private final Runnable news;
  private final ReaderThread thread;
  private volatile long readAllNanos = Long.MIN_VALUE;

  /**
   * Begins to read, with Kafka's connection settings.
   *
   * @param news told that something was read; must not block
   */
  DeliveryLog(KafkaConnection connection, Clock clock, Runnable news) {
    this.clock = clock;
    this.news = news;
    producer = Clients.producer(connection);
    thread =
        new ReaderThread(
            Topics.WEBHOOKS, () -> Clients.consumer(connection, "earliest"), this::follow);
  }

  DeliveryView view() {
    return view;
  }

  /** When all that was in the topic had been read, in nanoseconds of {@link System#nanoTime}. */
  long readAllNanos() {
    return readAllNanos;
  }

  /**
   * Appends a record. Where a later one is known by then, that is appended again after it: of each
   * delivery compaction leaves the last record.
   *
   * @throws LogUnavailableException when Kafka does not take it
   */
  void put(DeliveryRecord record) {
    String id = record.getDelivery().getId();
    append(id, record);
    view.apply(record);
    DeliveryRecord known = view.get(id).orElse(record);
    if (Deliveries.ORDER.compare(known, record) > 0) {
      append(id, known);
    }
    news.run();
  }

  @Override
  public void close() {
    thread.close();
    producer.close(Duration.ofSeconds(1));
  }

  private void append(String id, DeliveryRecord record) {
    try {
      producer
          .send(new ProducerRecord<>(Topics.WEBHOOKS, id, record.toByteArray()))
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw unavailable(e.getCause());
    } catch (TimeoutException | KafkaException e) {
      throw unavailable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(e);
    }
  }

  private void follow(Consumer<String, byte[]> consumer, BooleanSupplier open) {
    List<TopicPartition> all =
        consumer.partitionsFor(Topics.WEBHOOKS).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(all);
    consumer.seekToBeginning(all);
    while (open.getAsBoolean()) {
      long began = System.nanoTime();
      var records = consumer.poll(POLL);
      records.forEach(this::read);
      if (all.stream().allMatch(p -> consumer.currentLag(p).orElse(1) == 0)) {
        readAllNanos = began;
      }
      if (!records.isEmpty()) {
        view.forgetBefore(clock.instant().minus(Topics.WEBHOOKS_KEPT));
        news.run();
      }
    }
  }

  private void read(ConsumerRecord<String, byte[]> record) {
    try {
      DeliveryRecord delivery =
          DeliveryRecord.parseFrom(record.value() == null ? new byte[0] : record.value());
      if (delivery.getDelivery().getId().equals(record.key())) {
        view.apply(delivery);
        return;
      }
    } catch (InvalidProtocolBufferException e) {
      LOG.debug("Not a delivery", e);
    }
    LOG.warn("Ignored a record of {} at {} that is no delivery", record.key(), record.offset());
  }

  private static LogUnavailableException unavailable(Throwable cause) {
    return new LogUnavailableException(
        "cannot write to %s: %s".formatted(Topics.WEBHOOKS, cause.getMessage()), cause);
  }
}
