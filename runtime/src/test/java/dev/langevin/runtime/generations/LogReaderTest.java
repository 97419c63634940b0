package dev.langevin.runtime.generations;

import static dev.langevin.runtime.generations.Samples.NOW;
import static dev.langevin.runtime.generations.Samples.work;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.events.v1.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** A log that changes under its reader, as compaction does between two polls. */
class LogReaderTest {
  private static final TopicPartition PARTITION = new TopicPartition(Topics.GENERATIONS, 0);
  private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(3));
  private static final Snapshot QUEUED = Snapshots.queued(work("g"));
  private static final Snapshot FIRST = Snapshots.claim(work("g"), QUEUED, "slot-a", NOW);
  private static final Snapshot SECOND = Snapshots.claim(work("g"), FIRST, "slot-b", NOW);
  private static final Snapshot DONE = Snapshots.succeeded(SECOND, List.of(), NOW, g -> g);

  private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("none");
  private final View view = new View();
  private final Positions positions = new Positions();
  private final List<Snapshot> restated = new ArrayList<>();
  private long clock;
  private long later;

  @Test
  void run_compactedBetweenTwoPolls_readsAgain() {
    read(
        List.of(record(0, QUEUED, LONG_AGO)),
        // What came between is compacted by now: of attempt 2, QUEUED knows nothing.
        List.of(record(3, DONE, LONG_AGO)),
        List.of(record(3, DONE, LONG_AGO)));

    assertThat(view.get("g")).isEqualTo(DONE);
    assertThat(restated).isEmpty();
  }

  @Test
  void run_compactedBetweenTwoPolls_isNotAskedBeforeItWasReadAgain() {
    CompletableFuture<Void> reached = positions.reached(Map.of(0, 4L));
    CompletableFuture<Optional<Snapshot>> seen =
        reached.thenApply(nothing -> Optional.ofNullable(view.get("g")));
    read(
        List.of(record(0, QUEUED, LONG_AGO)),
        List.of(record(3, DONE, LONG_AGO)),
        List.of(record(3, DONE, LONG_AGO)));

    assertThat(seen.join()).contains(DONE);
  }

  @Test
  void run_refusedRecordThatNobodyAnswered_isReadTwiceAndThenRefused() {
    Snapshot late = Snapshots.deleted(Snapshots.cancelled(QUEUED, NOW), NOW);
    Snapshot stray = late.toBuilder().setWorkId("other").build();
    read(
        List.of(record(0, QUEUED, LONG_AGO), record(3, stray, LONG_AGO)),
        List.of(record(0, QUEUED, LONG_AGO), record(3, stray, LONG_AGO)),
        List.of());

    assertThat(view.get("g")).isEqualTo(QUEUED);
    assertThat(consumer.position(PARTITION)).isEqualTo(4);
    assertThat(positions.copy()).containsEntry(0, 4L);
  }

  @Test
  void run_refusedRecordOfToday_isTrusted() {
    Snapshot stray = FIRST.toBuilder().setWorkId("other").build();
    read(List.of(record(0, QUEUED, NOW), record(3, stray, NOW)), List.of());

    assertThat(positions.copy()).containsEntry(0, 4L);
    assertThat(view.get("g")).isEqualTo(QUEUED);
  }

  @Test
  void run_stateOfANewerVersion_isNotOverruled() {
    Snapshot.Builder newer = DONE.toBuilder();
    newer.getGenerationBuilder().setStateValue(99);
    Snapshot stray = FIRST.toBuilder().setWorkId("other").build();
    List<ConsumerRecord<String, byte[]>> log =
        List.of(
            record(0, QUEUED, NOW),
            record(1, FIRST, NOW),
            record(2, stray, NOW),
            record(3, newer.build(), NOW));

    readLate(log, List.of(), List.of());

    assertThat(view.get("g")).isEqualTo(FIRST);
    assertThat(restated).isEmpty();
  }

  @Test
  void run_refusedRecord_isOverruled() {
    Snapshot stray = FIRST.toBuilder().setWorkId("other").build();

    readLate(
        List.of(record(0, QUEUED, NOW), record(1, FIRST, NOW), record(3, stray, NOW)),
        List.of(),
        List.of());

    assertThat(restated).contains(FIRST);
  }

  /** As {@link #read}, and whatever is due is sent. */
  @SafeVarargs
  private void readLate(List<ConsumerRecord<String, byte[]>>... polls) {
    later = Duration.ofMinutes(1).toNanos();
    read(polls);
  }

  /** Reads a log of four records, of which each poll finds what is there at that time. */
  @SafeVarargs
  private void read(List<ConsumerRecord<String, byte[]>>... polls) {
    consumer.updatePartitions(
        Topics.GENERATIONS, List.of(new PartitionInfo(Topics.GENERATIONS, 0, null, null, null)));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.updateEndOffsets(Map.of(PARTITION, 4L));
    for (List<ConsumerRecord<String, byte[]>> poll : polls) {
      consumer.schedulePollTask(() -> poll.forEach(consumer::addRecord));
    }
    LogReader<Snapshot> reader =
        new LogReader<>(
            GenerationLog.TOPIC,
            view,
            positions,
            new Restatements<>(() -> clock += later, (winner, overruling) -> restated.add(winner)),
            new Doubts(() -> NOW),
            (nonce, outcome) -> {},
            (key, snapshot) -> {});
    AtomicInteger left = new AtomicInteger(polls.length);
    reader.run(consumer, () -> left.getAndDecrement() > 0);
  }

  private static ConsumerRecord<String, byte[]> record(long offset, Snapshot value, Instant when) {
    return new ConsumerRecord<>(
        Topics.GENERATIONS,
        0,
        offset,
        when.toEpochMilli(),
        TimestampType.CREATE_TIME,
        1,
        1,
        "g",
        value.toByteArray(),
        new RecordHeaders(),
        Optional.empty());
  }
}
