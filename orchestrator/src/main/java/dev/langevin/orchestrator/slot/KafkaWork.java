package dev.langevin.orchestrator.slot;

import dev.langevin.orchestrator.job.Outcome;
import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.runtime.trace.Trace;
import dev.langevin.runtime.trace.TraceRecords;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work from a share group: one consumer per slot, since a consumer that holds an unfinished record
 * gets no other. Used by one thread, the slot's keeper.
 */
final class KafkaWork implements WorkSource {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaWork.class);

  /**
   * How long the broker holds an idle slot's question back: each costs both sides processor time,
   * and a slot that closes waits for its answer.
   */
  private static final int FETCH_MILLIS = 2_000;

  /** How long an idle poll waits; also how soon a slot notices that it is to close. */
  private static final Duration POLL = Duration.ofMillis(500);

  private static final Duration COMMIT = Duration.ofSeconds(5);
  private static final Duration CLOSE = Duration.ofSeconds(2);
  private static final int HAND_BACKS = 20;
  private static final Duration HAND_BACK = Duration.ofMillis(50);

  private final KafkaConnection kafka;
  private final String topic;
  private final String client;
  private KafkaShareConsumer<String, byte[]> consumer;
  private ConsumerRecord<String, byte[]> held;

  /**
   * Connects with the first poll.
   *
   * @param topic the work topic; its name is the share group's too
   * @param client a name for the broker's logs
   */
  KafkaWork(KafkaConnection kafka, String topic, String client) {
    this.kafka = kafka;
    this.topic = topic;
    this.client = client;
  }

  @Override
  public Optional<byte[]> poll() {
    if (consumer == null) {
      consumer = open();
    }
    for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
      held = record;
    }
    // A record without a value is one, too: unread, it would be held for good.
    return Optional.ofNullable(held).map(it -> it.value() == null ? new byte[0] : it.value());
  }

  @Override
  public int deliveries() {
    return held == null ? 0 : held.deliveryCount().orElse((short) 1);
  }

  @Override
  public Trace trace() {
    return TraceRecords.maker(held);
  }

  @Override
  public OptionalLong lockNanos() {
    return consumer == null
        ? OptionalLong.empty()
        : consumer.acquisitionLockTimeoutMs().stream()
            .mapToLong(millis -> millis * 1_000_000L)
            .findFirst();
  }

  @Override
  public boolean renew() {
    consumer.acknowledge(held, AcknowledgeType.RENEW);
    if (!committed("renew")) {
      return false;
    }
    for (int i = 0; i < HAND_BACKS; i++) {
      ConsumerRecords<String, byte[]> back = consumer.poll(i == 0 ? Duration.ZERO : HAND_BACK);
      for (ConsumerRecord<String, byte[]> record : back) {
        boolean ours = record.offset() == held.offset();
        held = record;
        return ours;
      }
    }
    LOG.warn("{}: a renewed record was not handed back", client);
    return false;
  }

  @Override
  public boolean acknowledge(Outcome outcome) {
    consumer.acknowledge(
        held,
        switch (outcome) {
          case DONE -> AcknowledgeType.ACCEPT;
          case RELEASED, FAULTED -> AcknowledgeType.RELEASE;
          case UNREADABLE -> AcknowledgeType.REJECT;
        });
    held = null;
    return committed(outcome.name());
  }

  @Override
  public void close() {
    held = null;
    if (consumer != null) {
      var closing = consumer;
      consumer = null;
      closing.close(CLOSE);
    }
  }

  private boolean committed(String what) {
    for (var partition : consumer.commitSync(COMMIT).entrySet()) {
      Optional<KafkaException> failure = partition.getValue();
      if (failure.isPresent()) {
        LOG.warn(
            "{}: {} of {} failed: {}", client, what, partition.getKey(), failure.get().toString());
        return false;
      }
    }
    return true;
  }

  private KafkaShareConsumer<String, byte[]> open() {
    KafkaShareConsumer<String, byte[]> opened =
        new KafkaShareConsumer<>(
            kafka.with(
                Map.of(
                    ConsumerConfig.GROUP_ID_CONFIG,
                    topic,
                    ConsumerConfig.CLIENT_ID_CONFIG,
                    client,
                    ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                    1,
                    ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                    FETCH_MILLIS,
                    ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG,
                    "explicit",
                    ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG,
                    "record_limit",
                    ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG,
                    "",
                    ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG,
                    false)),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    opened.subscribe(List.of(topic));
    return opened;
  }
}
