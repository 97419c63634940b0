package dev.langevin.gateway.jobs;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import dev.langevin.runtime.generations.Clients;
import dev.langevin.runtime.generations.Fold;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.runtime.generations.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fails the jobs whose work records the broker gave up on; the gateways share them out. */
public final class DeadLetters implements AutoCloseable {
  /** The reason of such a failure. */
  public static final String REASON = "DELIVERIES_EXHAUSTED";

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
  private static final String GROUP = "gateway.dead-letters";
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Map<String, Object> connection;
  private final GenerationLog log;
  private final Clock clock;
  private final Thread thread;
  private volatile Consumer<String, byte[]> consumer;
  private volatile boolean closed;

  /** Begins to read, with Kafka's connection settings. */
  public DeadLetters(Map<String, Object> connection, GenerationLog log, Clock clock) {
    this.connection = connection;
    this.log = log;
    this.clock = clock;
    thread = Thread.ofPlatform().name("dead-letters").daemon().start(this::run);
  }

  @Override
  public void close() {
    closed = true;
    Consumer<String, byte[]> current = consumer;
    if (current != null) {
      current.wakeup();
    }
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closed) {
      try (Consumer<String, byte[]> opened = Clients.member(connection, GROUP)) {
        consumer = opened;
        opened.subscribe(List.of(Topics.DEAD_LETTER));
        while (!closed) {
          ConsumerRecords<String, byte[]> records = opened.poll(POLL);
          records.forEach(this::fail);
          if (!records.isEmpty()) {
            opened.commitSync();
          }
        }
      } catch (WakeupException e) {
        LOG.debug("Woken up to stop");
      } catch (RuntimeException e) {
        LOG.debug("Cannot read dead letters, trying again: {}", e.toString());
        pause();
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
    if (log.move(work.getGenerationId(), current -> failed(work, current)).isEmpty()) {
      // Its gateway died before it wrote a snapshot, and no slot ever claimed it.
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

  private void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      closed = true;
    }
  }
}
