package dev.langevin.runtime.generations;

import com.google.protobuf.MessageLite;
import dev.langevin.runtime.metrics.Meter;
import dev.langevin.runtime.metrics.Meters;
import dev.langevin.runtime.metrics.Telling;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A log of states by key: appends records to a compacted topic, reads the whole topic, and holds
 * the folded state of every key in memory. What counts is what the fold made of a record once it
 * was read back.
 *
 * <p>Thread-safe. Methods that wait throw {@link LogUnavailableException} when Kafka stays silent;
 * whether an append that failed so has happened is then unknown until the log can be read again.
 *
 * @param <S> what the records say
 */
public class KeyedLog<S extends MessageLite> implements AutoCloseable {
  /** How long reading an end or an append may take. */
  static final Duration PATIENCE = Duration.ofSeconds(12);

  private static final Duration READ_PATIENCE = Duration.ofSeconds(6);
  private static final int TRIES = 10;

  private final LogTopic<S> topic;
  private final States<S> view;
  private final Positions positions = new Positions();
  private final Listeners<S> listeners = new Listeners<>();
  private final Map<String, CompletableFuture<Outcome<S>>> pending = new ConcurrentHashMap<>();
  private final Producer<String, byte[]> producer;
  private final Admin admin;
  private final LogReader<S> reader;
  private final Ends ends;
  private final ReaderThread thread;
  private final Telling telling;

  /**
   * Opens the log with Kafka's connection settings, at least {@code bootstrap.servers}, and begins
   * to read it.
   *
   * @param view empty; this log's alone to change
   */
  public KeyedLog(KafkaConnection connection, LogTopic<S> topic, States<S> view) {
    this.topic = topic;
    this.view = view;
    producer = Clients.producer(connection);
    admin = Clients.admin(connection);
    reader =
        new LogReader<>(
            topic,
            view,
            positions,
            new Restatements<>(System::nanoTime, this::restate),
            new Doubts(InstantSource.system()),
            this::readBack,
            listeners::tell);
    ends = new Ends(this::askForEnds);
    telling =
        Meters.ofProcess()
            .tell(Meter.LOG_LAG_RECORDS, told -> told.value(reader.lag(), topic.name()));
    thread = new ReaderThread(topic.name(), () -> Clients.consumer(connection, "none"), reader);
  }

  /**
   * Appends a record and reads it back.
   *
   * @return completes on the reader's thread, which must not be blocked, with the fold's verdict
   *     and the folded state; or with a {@link LogUnavailableException}
   */
  public final CompletableFuture<Outcome<S>> append(S state) {
    String nonce = UUID.randomUUID().toString();
    CompletableFuture<Outcome<S>> outcome = new CompletableFuture<>();
    pending.put(nonce, outcome);
    outcome
        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((done, failure) -> pending.remove(nonce));
    ProducerRecord<String, byte[]> record = record(state);
    record.headers().add(LogReader.NONCE, nonce.getBytes(StandardCharsets.US_ASCII));
    send(record, outcome, () -> {});
    return outcome;
  }

  /** {@link #append}, waiting for the outcome. */
  public final Outcome<S> write(S state) {
    return await(append(state), PATIENCE);
  }

  /**
   * Moves a key: builds the next state from the folded one, appends it, and tries again with the
   * new state if another writer was faster.
   *
   * @param id the key
   * @param move the next state, or null to leave the state as it is
   * @return the state after the move, or the one that {@code move} left; empty if the key is
   *     unknown
   */
  public final Optional<S> move(String id, UnaryOperator<S> move) {
    S current = get(id).orElse(null);
    for (int i = 0; current != null && i < TRIES; i++) {
      S next = move.apply(current);
      if (next == null) {
        return Optional.of(current);
      }
      Outcome<S> outcome = write(next);
      current = outcome.folded();
      if (outcome.won()) {
        return Optional.of(current);
      }
    }
    if (current == null) {
      return Optional.empty();
    }
    throw new LogUnavailableException(
        "%d other writers moved %s at the same time".formatted(TRIES, id), null);
  }

  /** A key's state, no older than this call: everything acknowledged before it is in. */
  public final Optional<S> get(String id) {
    awaitEnd(READ_PATIENCE);
    return peek(id);
  }

  /** A key's state as this process has read it by now. */
  public final Optional<S> peek(String id) {
    return Optional.ofNullable(view.get(id));
  }

  /** Waits until everything that is in the log now has been read. */
  public final void awaitEnd(Duration patience) {
    await(
        ends.now()
            .thenCompose(
                end ->
                    positions.reached(end).orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)),
        patience);
  }

  /**
   * Ends the key of a stub with a tombstone. Readers drop the stub, unless its id belongs to
   * another work record by then. Doing it twice, or from several processes, changes nothing.
   */
  public final void bury(S stub) {
    ProducerRecord<String, byte[]> tombstone =
        new ProducerRecord<>(topic.name(), topic.key().apply(stub), null);
    tombstone
        .headers()
        .add(LogReader.WORK_ID, topic.workId().apply(stub).getBytes(StandardCharsets.UTF_8));
    CompletableFuture<Void> written = new CompletableFuture<>();
    send(tombstone, written, () -> written.complete(null));
    await(written, PATIENCE);
  }

  /**
   * Tells of every state of a key that is accepted from now on, in order.
   *
   * @param listener called on the reader's thread; must not block
   */
  public final Subscription listen(String id, Consumer<S> listener) {
    return listeners.add(id, listener);
  }

  /** Tells of every state of any key that is accepted from now on, in order; as {@link #listen}. */
  public final Subscription listenToAll(Consumer<S> listener) {
    return listeners.addForAll(listener);
  }

  @Override
  public final void close() {
    telling.close();
    thread.close();
    producer.close(Duration.ofSeconds(2));
    admin.close(Duration.ofSeconds(2));
    pending
        .values()
        .forEach(
            outcome ->
                outcome.completeExceptionally(
                    new LogUnavailableException(
                        "the log of " + topic.name() + " is closed", null)));
  }

  private void send(
      ProducerRecord<String, byte[]> record, CompletableFuture<?> result, Runnable acknowledged) {
    try {
      producer.send(
          record,
          (metadata, failure) -> {
            if (failure == null) {
              acknowledged.run();
            } else {
              result.completeExceptionally(unavailable("write to", failure));
            }
          });
    } catch (RuntimeException e) {
      result.completeExceptionally(unavailable("write to", e));
    }
  }

  private void readBack(String nonce, Outcome<S> outcome) {
    CompletableFuture<Outcome<S>> writer = pending.get(nonce);
    if (writer != null) {
      writer.complete(outcome);
    }
  }

  private void restate(S winner, Overruling overruling) {
    ProducerRecord<String, byte[]> record = record(winner);
    byte[] overruled = overruling.text().getBytes(StandardCharsets.US_ASCII);
    record.headers().add(LogReader.OVERRULES, overruled);
    producer.send(record);
  }

  private ProducerRecord<String, byte[]> record(S state) {
    return new ProducerRecord<>(topic.name(), topic.key().apply(state), state.toByteArray());
  }

  private CompletableFuture<Map<Integer, Long>> askForEnds() {
    return reader
        .partitions()
        .copy()
        .orTimeout(READ_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .thenCompose(
            partitions -> {
              Map<TopicPartition, OffsetSpec> question = new HashMap<>();
              partitions.forEach(partition -> question.put(partition, OffsetSpec.latest()));
              return admin.listOffsets(question).all().toCompletionStage().toCompletableFuture();
            })
        .thenApply(KeyedLog::offsets);
  }

  private static Map<Integer, Long> offsets(Map<TopicPartition, ListOffsetsResultInfo> infos) {
    Map<Integer, Long> offsets = new HashMap<>();
    infos.forEach((partition, info) -> offsets.put(partition.partition(), info.offset()));
    return offsets;
  }

  private <T> T await(CompletableFuture<T> future, Duration patience) {
    try {
      return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw unavailable("read", e.getCause());
    } catch (TimeoutException e) {
      future.cancel(false);
      throw unavailable("read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("read", e);
    }
  }

  private LogUnavailableException unavailable(String what, Throwable failure) {
    if (failure instanceof LogUnavailableException already) {
      return already;
    }
    String reason =
        switch (failure) {
          case TimeoutException timeout -> "Kafka did not answer in time";
          case InterruptedException interrupted -> "interrupted";
          default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
        };
    return new LogUnavailableException(
        "cannot %s the log of %s: %s".formatted(what, topic.name(), reason), failure);
  }
}
