package dev.langevin.runtime.batches;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.langevin.events.v1.Feed;
import dev.langevin.runtime.generations.Clients;
import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.runtime.generations.LogUnavailableException;
import dev.langevin.runtime.generations.Topics;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * All records that there are for feeders, read or not. There is one for each batch of the last
 * seven days and for each time that one was handed over, so they are read only when needed.
 *
 * @param connection Kafka's connection settings
 */
public record FeedRecords(KafkaConnection connection) {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * The blobs that they name.
   *
   * @throws LogUnavailableException if Kafka does not hand them all out
   */
  public Set<String> blobs() {
    Consumer<String, byte[]> consumer = Clients.consumer(connection, "earliest");
    try {
      List<PartitionInfo> infos = consumer.partitionsFor(Topics.FEEDER);
      if (infos == null) {
        throw unavailable("the topic " + Topics.FEEDER + " does not exist", null);
      }
      List<TopicPartition> partitions = infos.stream().map(FeedRecords::partition).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      Set<String> blobs = new HashSet<>();
      long until = System.nanoTime() + PATIENCE.toNanos();
      while (!ends.entrySet().stream()
          .allMatch(e -> consumer.position(e.getKey()) >= e.getValue())) {
        if (System.nanoTime() - until > 0) {
          throw unavailable("they did not come in " + PATIENCE.toSeconds() + " s", null);
        }
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
          if (record.value() != null) {
            blobs.add(Feed.parseFrom(record.value()).getSnapshot().getBlob());
          }
        }
      }
      return blobs;
    } catch (InvalidProtocolBufferException | KafkaException e) {
      throw unavailable(e.getMessage(), e);
    } finally {
      Clients.close(consumer);
    }
  }

  private static TopicPartition partition(PartitionInfo info) {
    return new TopicPartition(info.topic(), info.partition());
  }

  private static LogUnavailableException unavailable(String why, Exception cause) {
    return new LogUnavailableException("cannot read the records for feeders: " + why, cause);
  }
}
