package dev.langevin.runtime.generations;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.langevin.events.v1.Snapshot;
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
 * Reads {@code generations} from its beginning and folds every record into the view. It goes on
 * after any failure of Kafka from where it was; if the log was cut behind it, it reads all again.
 */
final class LogReader implements ReaderThread.Session {
  /** Header with the nonce by which a writer knows its own record. */
  static final String NONCE = "nonce";

  /** Header of a tombstone with the work id of the stub that it ends. */
  static final String WORK_ID = "work-id";

  /** Header of a restated record with the offsets of those that it overrules. */
  static final String OVERRULES = "overrules";

  private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final View view;
  private final Positions positions;
  private final Restatements restatements;
  private final Doubts doubts;
  private final BiConsumer<String, Outcome> readBack;
  private final java.util.function.Consumer<Snapshot> accepted;
  private final CompletableFuture<List<TopicPartition>> partitions = new CompletableFuture<>();

  private Map<TopicPartition, Long> ends = Map.of();

  LogReader(
      View view,
      Positions positions,
      Restatements restatements,
      Doubts doubts,
      BiConsumer<String, Outcome> readBack,
      java.util.function.Consumer<Snapshot> accepted) {
    this.view = view;
    this.positions = positions;
    this.restatements = restatements;
    this.doubts = doubts;
    this.readBack = readBack;
    this.accepted = accepted;
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
      LOG.warn("The log of generations was cut behind the reader; reading it again");
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
    List<PartitionInfo> infos = consumer.partitionsFor(Topics.GENERATIONS);
    if (infos == null || infos.isEmpty()) {
      throw new LogUnavailableException(
          "the topic " + Topics.GENERATIONS + " does not exist", null);
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
      LOG.info("The log of generations was compacted while it was read; reading it again");
      forget();
      consumer.seekToBeginning(consumer.assignment());
      return;
    }
    positions.advance(reached);
    if (caughtUp) {
      restatements.sendDue(view);
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
    Verdict verdict = verdict(record, overruling);
    switch (verdict) {
      case Verdict.Accepted ok -> {
        doubts.settled(key);
        accepted.accept(ok.snapshot());
      }
      case Verdict.Unchanged same -> doubts.settled(key);
      case Verdict.Refused refused -> refused(record, refused.reason());
    }
    String nonce = header(record, NONCE);
    if (nonce != null) {
      readBack.accept(nonce, new Outcome(verdict, view.get(key)));
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

  /** Nothing is left of the key. */
  private void settled(String key) {
    restatements.settled(key);
    doubts.settled(key);
  }

  private void refused(ConsumerRecord<String, byte[]> record, String why) {
    LOG.debug("Refused a record of {} at {}: {}", record.key(), record.offset(), why);
    restatements.refused(record.key(), record.offset());
    doubts.refused(record.key(), record.timestamp());
  }

  private static String header(ConsumerRecord<String, byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  private Verdict verdict(ConsumerRecord<String, byte[]> record, Overruling overruling) {
    try {
      Snapshot next = Snapshot.parseFrom(record.value());
      return view.apply(record.key(), record.offset(), next, overruling);
    } catch (InvalidProtocolBufferException e) {
      return new Verdict.Refused("the value is not a snapshot");
    }
  }
}
