package dev.langevin.runtime.generations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.v1.Priority;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicsIT {
  private static final String QUEUE = Topics.work("default", Priority.PRIORITY_INTERACTIVE);
  private static final Duration POLL = Duration.ofMillis(200);
  @TempDir Path directory;

  @Test
  void recordThatTheBrokerGivesUpOn_isCopiedToTheDeadLetters() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory);
        Producer<String, byte[]> producer =
            Clients.producer(KafkaConnection.plaintext(broker.address()))) {
      producer.send(new ProducerRecord<>(QUEUE, "job", new byte[] {1, 2, 3})).get();
      reject(broker.address());
      ConsumerRecord<String, byte[]> dead = firstDeadLetter(broker.address());
      assertThat(dead.key()).isEqualTo("job");
      assertThat(dead.value()).containsExactly(1, 2, 3);
    }
  }

  private static void reject(String address) {
    Map<String, Object> settings =
        KafkaConnection.plaintext(address)
            .with(Map.of("group.id", QUEUE, "share.acknowledgement.mode", "explicit"));
    try (KafkaShareConsumer<String, byte[]> slot =
        new KafkaShareConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      slot.subscribe(List.of(QUEUE));
      for (int i = 0; i < 100; i++) {
        for (ConsumerRecord<String, byte[]> record : slot.poll(POLL)) {
          slot.acknowledge(record, AcknowledgeType.REJECT);
          slot.commitSync();
          return;
        }
      }
    }
    throw new AssertionError("the record was not delivered");
  }

  private static ConsumerRecord<String, byte[]> firstDeadLetter(String address) {
    try (Consumer<String, byte[]> reader =
        Clients.consumer(KafkaConnection.plaintext(address), "earliest")) {
      reader.assign(List.of(new TopicPartition(Topics.DEAD_LETTER, 0)));
      List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
      for (int i = 0; i < 50 && found.isEmpty(); i++) {
        reader.poll(POLL).forEach(found::add);
      }
      assertThat(found).hasSize(1);
      return found.getFirst();
    }
  }
}
