package dev.langevin.gateway.jobs;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.langevin.events.v1.ProgressEvent;
import dev.langevin.runtime.generations.Clients;
import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.runtime.generations.ReaderThread;
import dev.langevin.runtime.generations.Subscription;
import dev.langevin.runtime.generations.Topics;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code progress} from now on and remembers the latest of the generations that reported
 * last. Progress is news, not truth: what is lost here costs nobody a picture.
 */
public final class ProgressFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressFeed.class);
  private static final int REMEMBERED = 10_000;
  private static final Duration POLL = Duration.ofMillis(500);

  private final Map<String, ProgressEvent> latest = new LinkedHashMap<>();
  private final LatestPreviews previews = new LatestPreviews();
  private final Map<String, Set<Consumer<ProgressEvent>>> listeners = new ConcurrentHashMap<>();
  private final ReaderThread thread;

  /** Begins to read, with Kafka's connection settings. */
  public ProgressFeed(KafkaConnection connection) {
    thread =
        new ReaderThread(
            Topics.PROGRESS, () -> Clients.consumer(connection, "latest"), this::follow);
  }

  /** The latest that a generation's attempt has reported, if it is remembered. */
  public Optional<ProgressEvent> latest(String id, int attempt) {
    synchronized (latest) {
      return Optional.ofNullable(latest.get(id)).filter(event -> event.getAttempt() == attempt);
    }
  }

  /**
   * Tells of a generation's progress from now on, on the reader's thread, which must not be
   * blocked.
   */
  public Subscription listen(String id, Consumer<ProgressEvent> listener) {
    listeners.compute(
        id,
        (key, present) -> {
          Set<Consumer<ProgressEvent>> set =
              present == null ? ConcurrentHashMap.newKeySet() : present;
          set.add(listener);
          return set;
        });
    return () ->
        listeners.computeIfPresent(
            id,
            (key, set) -> {
              set.remove(listener);
              return set.isEmpty() ? null : set;
            });
  }

  /** The latest preview of a generation that runs, if it is remembered. */
  public Optional<ProgressEvent> preview(String id) {
    return previews.of(id);
  }

  /** Forgets a generation that has ended. */
  public void forget(String id) {
    previews.forget(id);
    synchronized (latest) {
      latest.remove(id);
    }
  }

  @Override
  public void close() {
    thread.close();
  }

  private void follow(
      org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer, BooleanSupplier open) {
    List<TopicPartition> all =
        consumer.partitionsFor(Topics.PROGRESS).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(all);
    consumer.seekToEnd(all);
    while (open.getAsBoolean()) {
      consumer.poll(POLL).forEach(this::read);
    }
  }

  private void read(ConsumerRecord<String, byte[]> record) {
    ProgressEvent event;
    try {
      event = ProgressEvent.parseFrom(record.value() == null ? new byte[0] : record.value());
    } catch (InvalidProtocolBufferException e) {
      LOG.debug("Ignored a record of {} at {}", record.key(), record.offset());
      return;
    }
    synchronized (latest) {
      latest.remove(event.getGenerationId());
      latest.put(event.getGenerationId(), LatestPreviews.without(event));
      if (latest.size() > REMEMBERED) {
        latest.remove(latest.keySet().iterator().next());
      }
    }
    previews.add(event);
    listeners.getOrDefault(event.getGenerationId(), Set.of()).forEach(l -> l.accept(event));
  }
}
