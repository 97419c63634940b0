package dev.langevin.gateway.webhooks;

import dev.langevin.runtime.generations.Clients;
import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.runtime.generations.ReaderThread;
import dev.langevin.runtime.generations.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/**
 * Which of the gateways sends: the one that a consumer group gives the topic's one partition. It
 * reads nothing by it. A gateway that loses it while it sends may send what its successor sends,
 * too.
 */
final class Ownership implements AutoCloseable {
  private static final String GROUP = "gateway.webhooks";
  private static final Duration POLL = Duration.ofMillis(500);
  private static final long NEVER = Long.MAX_VALUE;

  private final Runnable news;
  private final ReaderThread thread;
  private volatile long sinceNanos = NEVER;

  /**
   * @param news told that it has changed; must not block
   */
  Ownership(KafkaConnection connection, Runnable news) {
    this.news = news;
    thread =
        new ReaderThread(
            Topics.WEBHOOKS + "-owner", () -> Clients.member(connection, GROUP), this::hold);
  }

  boolean held() {
    return sinceNanos != NEVER;
  }

  /** Since when, in nanoseconds of {@link System#nanoTime}; in the far future if not held. */
  long sinceNanos() {
    return sinceNanos;
  }

  @Override
  public void close() {
    thread.close();
  }

  private void hold(Consumer<String, byte[]> consumer, BooleanSupplier open) {
    try {
      consumer.subscribe(
          List.of(Topics.WEBHOOKS),
          new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
              consumer.pause(partitions);
              if (!partitions.isEmpty()) {
                set(System.nanoTime());
              }
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
              if (!partitions.isEmpty()) {
                set(NEVER);
              }
            }
          });
      while (open.getAsBoolean()) {
        consumer.poll(POLL);
      }
    } finally {
      set(NEVER);
    }
  }

  private void set(long since) {
    sinceNanos = since;
    news.run();
  }
}
