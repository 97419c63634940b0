package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {
  private static final String TOPIC = "letters";

  @Test
  void start_again_keepsWhatWasAcknowledged(@TempDir Path directory) throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
      write(kafka, "kept");
    }
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
      assertThat(read(kafka)).isEqualTo("kept");
    }
  }

  @Test
  void start_whereAFileStands_namesIt(@TempDir Path directory) throws IOException {
    Path file = Files.write(directory.resolve("kafka"), "x".getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> EmbeddedKafka.start(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
  }

  private static void write(EmbeddedKafka kafka, String value) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.address()));
        KafkaProducer<String, String> producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.address(), "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
      producer.send(new ProducerRecord<>(TOPIC, value)).get();
    }
  }

  private static String read(EmbeddedKafka kafka) {
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.address()),
            new StringDeserializer(),
            new StringDeserializer())) {
      TopicPartition partition = new TopicPartition(TOPIC, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      ConsumerRecords<String, String> records = consumer.poll(Duration.ofSeconds(10));
      return records.iterator().next().value();
    }
  }
}
