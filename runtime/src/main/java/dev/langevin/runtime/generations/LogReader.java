package dev.langevin.runtime.generations;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a log from its beginning and folds every record into the view. It goes on after any failure
 * of Kafka from where it was; if the log was cut behind it, it reads all again.
 *
 * @param <S> what the records say
 */
final class LogReader<S extends MessageLite> implements ReaderThread.Session {
  /** Header with the nonce by which a writer knows its own record. */
  static final String NONCE = "nonce";

  /** Header of a tombstone with the work id of the stub that it ends. */
  static final String WORK_ID = "work-id";

  /** Header of a restated record with the offsets of those that it overrules. */
  static final String OVERRULES = "overrules";

  private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final LogTopic<S> topic;
  private final States<S> view;
  private final Positions positions;
  private final Restatements<S> restatements;
  private final Doubts doubts;
  private final BiConsumer<String, Outcome<S>> readBack;
  private final BiConsumer<String, S> accepted;
  private final CompletableFuture<List<TopicPartition>> partitions = new CompletableFuture<>();

  private Map<TopicPartition, Long> ends = Map.of();
  private volatile long lag;
  private boolean toldUnknown;

  LogReader(
      LogTopic<S> topic,
      States<S> view,
      Positions positions,
      Restatements<S> restatements,
      Doubts doubts,
      BiConsumer<String, Outcome<S>> readBack,
      BiConsumer<String, S> accepted) {
    this.topic = topic;
    this.view = view;
    this.positions = positions;
    this.restatements = restatements;
    this.doubts = doubts;
    this.readBack = readBack;
    this.accepted = accepted;
  }

  /** How many records are not read yet, as far as Kafka has said. */
  long lag() {
    return lag;
  }

  /** The topic's partitions, once they are known. */
  CompletableFuture<List<TopicPartition>> partitions() {
    return partitions;
  }

  @Override
  public void run(Consumer<String, byte[]> consumer, BooleanSupplier open) {
    try {
      assign(consumer);
      while (open.getAsBoolean()) {
        read(consumer);
      }
    } catch (OffsetOutOfRangeException e) {
      LOG.warn("The log of {} was cut behind the reader; reading it again", topic.name());
      doubts.clear();
      forget();
    }
  }

  private void forget() {
    view.clear();
    restatements.clear();
    positions.reset();
  }

  private void assign(Consumer<String, byte[]> consumer) {
    List<PartitionInfo> infos = consumer.partitionsFor(topic.name());
    if (infos == null || infos.isEmpty()) {
      throw new LogUnavailableException("the topic " + topic.name() + " does not exist", null);
    }
    List<TopicPartition> all =
        infos.stream().map(info -> new TopicPartition(info.topic(), info.partition())).toList();
    consumer.assign(all);
    ends = consumer.endOffsets(all);
    Map<Integer, Long> read = positions.copy();
    for (TopicPartition partition : all) {
      Long position = read.get(partition.partition());
      if (position == null) {
        consumer.seekToBeginning(List.of(partition));
      } else {
        consumer.seek(partition, position);
      }
    }
    partitions.complete(all);
  }

  private void read(Consumer<String, byte[]> consumer) {
    ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
    for (ConsumerRecord<String, byte[]> record : records) {
      fold(record);
    }
    Map<Integer, Long> reached = new HashMap<>();
    boolean caughtUp = true;
    for (TopicPartition partition : consumer.assignment()) {
      long position = consumer.position(partition);
      reached.put(partition.partition(), position);
      caughtUp &= position >= ends.getOrDefault(partition, 0L);
    }
    if (caughtUp && doubts.again()) {
      LOG.info("The log of {} was compacted while it was read; reading it again", topic.name());
      forget();
      consumer.seekToBeginning(consumer.assignment());
      return;
    }
    positions.advance(reached);
    lag =
        consumer.assignment().stream()
            .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
            .sum();
    if (caughtUp) {
      restatements.sendDue(view::get);
    }
  }

  private void fold(ConsumerRecord<String, byte[]> record) {
    String key = record.key();
    if (key == null) {
      LOG.warn("Ignored a record without a key at {}", record.offset());
      return;
    }
    if (record.value() == null) {
      bury(key, record);
      return;
    }
    Overruling overruling = Overruling.parse(header(record, OVERRULES));
    restatements.overruled(key, overruling);
    S next = parsed(record);
    Verdict verdict =
        next == null
            ? new Verdict.Refused("the value can't be read")
            : view.apply(key, record.offset(), next, overruling);
    switch (verdict) {
      case Verdict.Accepted ok -> {
        doubts.settled(key);
        accepted.accept(key, next);
      }
      case Verdict.Unchanged same -> doubts.settled(key);
      case Verdict.Refused refused -> refused(record, refused.reason());
      case Verdict.Unknown unknown -> unknown(record, unknown.reason());
    }
    String nonce = header(record, NONCE);
    if (nonce != null) {
      readBack.accept(nonce, new Outcome<>(verdict, view.get(key)));
    }
  }

  private void bury(String key, ConsumerRecord<String, byte[]> record) {
    String workId = header(record, WORK_ID);
    if (workId == null) {
      // Not written by us; somebody meant it.
      view.remove(key);
      settled(key);
    } else if (view.bury(key, workId)) {
      settled(key);
    } else {
      refused(record, "the tombstone is of another work record, " + workId);
    }
  }

  /** Nothing is left of the key, or nothing that this reader could say about it. */
  private void settled(String key) {
    restatements.settled(key);
    doubts.settled(key);
  }

  private void refused(ConsumerRecord<String, byte[]> record, String why) {
    LOG.debug("Refused a record of {} at {}: {}", record.key(), record.offset(), why);
    restatements.refused(record.key(), record.offset());
    doubts.refused(record.key(), record.timestamp());
  }

  /**
   * Whoever wrote it knows more: neither is the winner here theirs, nor the record to be refused.
   */
  private void unknown(ConsumerRecord<String, byte[]> record, String why) {
    if (toldUnknown) {
      LOG.debug("Skipped a record of {} at {}: {}", record.key(), record.offset(), why);
    } else {
      LOG.warn(
          "Skipped a record of {} at {}: {}. Until this process is replaced it shows such keys as"
              + " they were before; further ones are logged at DEBUG",
          record.key(),
          record.offset(),
          why);
      toldUnknown = true;
    }
    settled(record.key());
  }

  private static String header(ConsumerRecord<String, byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  /** What the record says; null if it can't be read. */
  private S parsed(ConsumerRecord<String, byte[]> record) {
    try {
      return topic.parser().parseFrom(record.value());
    } catch (InvalidProtocolBufferException e) {
      return null;
    }
  }
}
