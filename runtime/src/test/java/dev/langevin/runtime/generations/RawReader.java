package dev.langevin.runtime.generations;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads the records of {@code generations} as they lie there. */
final class RawReader implements AutoCloseable {
  private final Consumer<String, byte[]> consumer;

  RawReader(String address) {
    consumer = Clients.consumer(KafkaConnection.plaintext(address), "earliest");
    consumer.assign(List.of(new TopicPartition(Topics.GENERATIONS, 0)));
  }

  /** The values of a key, once there are {@code count} of them. */
  List<byte[]> readUntil(String key, int count, Duration patience) {
    List<byte[]> values = new ArrayList<>();
    long end = System.nanoTime() + patience.toNanos();
    while (values.size() < count && System.nanoTime() - end < 0) {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
        if (record.key().equals(key)) {
          values.add(record.value());
        }
      }
    }
    if (values.size() < count) {
      throw new AssertionError("only " + values.size() + " records of " + key);
    }
    return values;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
