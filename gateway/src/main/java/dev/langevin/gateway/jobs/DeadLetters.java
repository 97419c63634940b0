package dev.langevin.gateway.jobs;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import dev.langevin.runtime.generations.Clients;
import dev.langevin.runtime.generations.Fold;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.runtime.generations.ReaderThread;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.runtime.generations.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fails the jobs whose work records the broker gave up on; the gateways share them out. */
public final class DeadLetters implements AutoCloseable {
  /** The reason of such a failure. */
  public static final String REASON = "DELIVERIES_EXHAUSTED";

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
  private static final String GROUP = "gateway.dead-letters";
  private static final Duration POLL = Duration.ofSeconds(1);

  private final GenerationLog log;
  private final Clock clock;
  private final ReaderThread thread;

  /** Begins to read, with Kafka's connection settings. */
  public DeadLetters(KafkaConnection connection, GenerationLog log, Clock clock) {
    this.log = log;
    this.clock = clock;
    thread =
        new ReaderThread(Topics.DEAD_LETTER, () -> Clients.member(connection, GROUP), this::follow);
  }

  @Override
  public void close() {
    thread.close();
  }

  private void follow(Consumer<String, byte[]> consumer, BooleanSupplier open) {
    consumer.subscribe(List.of(Topics.DEAD_LETTER));
    while (open.getAsBoolean()) {
      ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
      records.forEach(this::fail);
      if (!records.isEmpty()) {
        consumer.commitSync();
      }
    }
  }

  private void fail(ConsumerRecord<String, byte[]> record) {
    Work work;
    try {
      work = Work.parseFrom(record.value() == null ? new byte[0] : record.value());
    } catch (InvalidProtocolBufferException e) {
      LOG.warn("Ignored a dead letter at {} that is no work record", record.offset());
      return;
    }
    if (work.getGenerationId().isEmpty() || work.getWorkId().isEmpty()) {
      LOG.warn("Ignored a dead letter at {} that names no job", record.offset());
      return;
    }
    if (log.move(work.getGenerationId(), current -> failed(work, current)).isEmpty()
        && !Snapshots.expired(work, clock.instant())) {
      // Its gateway died before it wrote a snapshot, and no slot ever claimed it. A job whose
      // deadline is over may also have been deleted, for so long that its stub is gone.
      log.write(failed(work, Snapshots.queued(work)));
    }
  }

  /** A stray record, of a Create that lost, fails nobody. */
  private Snapshot failed(Work work, Snapshot current) {
    boolean counts =
        current.getWorkId().equals(work.getWorkId())
            && !Fold.ended(current.getGeneration().getState());
    return counts
        ? Snapshots.failed(
            current,
            REASON,
            "the broker gave up on the job after %d deliveries".formatted(Topics.DELIVERY_LIMIT),
            clock.instant())
        : null;
  }
}
