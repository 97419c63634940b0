package dev.langevin.runtime.generations;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Kafka clients with the settings that the log relies on. */
public final class Clients {
  private Clients() {}

  /**
   * Durable and in order: all replicas, no duplicates of a retry, and an answer within ten seconds.
   */
  public static Producer<String, byte[]> producer(KafkaConnection connection) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("acks", "all");
    settings.put("enable.idempotence", true);
    settings.put("linger.ms", 0);
    settings.put("max.block.ms", 5_000);
    settings.put("request.timeout.ms", 5_000);
    settings.put("delivery.timeout.ms", 10_000);
    settings.put("max.request.size", GenerationLog.RECORD_LIMIT);
    backoff(settings);
    return new KafkaProducer<>(
        connection.with(settings), new StringSerializer(), new ByteArraySerializer());
  }

  /**
   * A reader of assigned partitions, outside any group.
   *
   * @param reset where it begins without a position: earliest, latest or none
   */
  public static Consumer<String, byte[]> consumer(KafkaConnection connection, String reset) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("enable.auto.commit", false);
    settings.put("allow.auto.create.topics", false);
    settings.put("auto.offset.reset", reset);
    settings.put("max.poll.records", 5_000);
    settings.put("request.timeout.ms", 10_000);
    settings.put("default.api.timeout.ms", 10_000);
    backoff(settings);
    return new KafkaConsumer<>(
        connection.with(settings), new StringDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * A member of a group that shares out the partitions, from the earliest record; it commits when
   * told.
   */
  public static Consumer<String, byte[]> member(KafkaConnection connection, String group) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("group.id", group);
    settings.put("enable.auto.commit", false);
    settings.put("allow.auto.create.topics", false);
    settings.put("auto.offset.reset", "earliest");
    settings.put("max.poll.records", 100);
    backoff(settings);
    return new KafkaConsumer<>(
        connection.with(settings), new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** Closes a reader without waiting for a fetch or a group that is under way. */
  public static void close(Consumer<String, byte[]> consumer) {
    consumer.close(CloseOptions.timeout(Duration.ofMillis(200)));
  }

  /** An admin client that gives up after five seconds. */
  public static Admin admin(KafkaConnection connection) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("request.timeout.ms", 5_000);
    settings.put("default.api.timeout.ms", 5_000);
    backoff(settings);
    return Admin.create(connection.with(settings));
  }

  /** A broker that is away for long is not asked more than every second. */
  private static void backoff(Map<String, Object> settings) {
    settings.put("reconnect.backoff.ms", 50);
    settings.put("reconnect.backoff.max.ms", 1_000);
  }
}
