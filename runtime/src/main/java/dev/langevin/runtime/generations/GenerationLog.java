package dev.langevin.runtime.generations;

import dev.langevin.events.v1.Snapshot;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
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
 * The log of all generations: appends snapshots to the topic {@code generations}, reads the whole
 * topic, and holds the folded state of every generation in memory. What counts is what the {@link
 * Fold} made of a record once it was read back.
 *
 * <p>Thread-safe. Methods that wait throw {@link LogUnavailableException} when Kafka stays silent;
 * whether an append that failed so has happened is then unknown until the log can be read again.
 */
public final class GenerationLog implements AutoCloseable {
  /** The largest record, in bytes. */
  public static final int RECORD_LIMIT = 1 << 20;

  /** How long reading an end or an append may take. */
  static final Duration PATIENCE = Duration.ofSeconds(12);

  private static final Duration READ_PATIENCE = Duration.ofSeconds(6);
  private static final int TRIES = 10;

  private final View view = new View();
  private final Positions positions = new Positions();
  private final Listeners listeners = new Listeners();
  private final Map<String, CompletableFuture<Outcome>> pending = new ConcurrentHashMap<>();
  private final Producer<String, byte[]> producer;
  private final Admin admin;
  private final LogReader reader;
  private final Ends ends;
  private final ReaderThread thread;

  private GenerationLog(Map<String, Object> connection) {
    producer = Clients.producer(connection);
    admin = Clients.admin(connection);
    reader =
        new LogReader(
            view,
            positions,
            new Restatements(System::nanoTime, this::restate),
            new Doubts(InstantSource.system()),
            this::readBack,
            listeners::tell);
    ends = new Ends(this::askForEnds);
    thread =
        new ReaderThread(Topics.GENERATIONS, () -> Clients.consumer(connection, "none"), reader);
  }

  /**
   * Opens the log of a plaintext cluster, {@code host:port} comma separated, and begins to read it.
   */
  public static GenerationLog open(String bootstrapServers) {
    return open(Clients.plaintext(bootstrapServers));
  }

  /** Opens the log with Kafka's connection settings, at least {@code bootstrap.servers}. */
  public static GenerationLog open(Map<String, Object> connection) {
    return new GenerationLog(connection);
  }

  /**
   * Appends a snapshot and reads it back.
   *
   * @return completes on the reader's thread, which must not be blocked, with the fold's verdict
   *     and the folded state; or with a {@link LogUnavailableException}
   */
  public CompletableFuture<Outcome> append(Snapshot snapshot) {
    String nonce = UUID.randomUUID().toString();
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    pending.put(nonce, outcome);
    outcome
        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((done, failure) -> pending.remove(nonce));
    ProducerRecord<String, byte[]> record = record(snapshot);
    record.headers().add(LogReader.NONCE, nonce.getBytes(StandardCharsets.US_ASCII));
    send(record, outcome, () -> {});
    return outcome;
  }

  /** {@link #append}, waiting for the outcome. */
  public Outcome write(Snapshot snapshot) {
    return await(append(snapshot), PATIENCE);
  }

  /**
   * Moves a generation: builds the next snapshot from the folded one, appends it, and tries again
   * with the new state if another writer was faster.
   *
   * @param id a generation
   * @param move the next snapshot, or null to leave the state as it is
   * @return the state after the move, or the one that {@code move} left; empty if the generation is
   *     unknown
   */
  public Optional<Snapshot> move(String id, UnaryOperator<Snapshot> move) {
    Snapshot current = get(id).orElse(null);
    for (int i = 0; current != null && i < TRIES; i++) {
      Snapshot next = move.apply(current);
      if (next == null) {
        return Optional.of(current);
      }
      Outcome outcome = write(next);
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

  /** A generation's state, no older than this call: everything acknowledged before it is in. */
  public Optional<Snapshot> get(String id) {
    awaitEnd(READ_PATIENCE);
    return peek(id);
  }

  /** A generation's state as this process has read it by now. */
  public Optional<Snapshot> peek(String id) {
    return Optional.ofNullable(view.get(id));
  }

  /** Waits until everything that is in the log now has been read. */
  public void awaitEnd(Duration patience) {
    await(
        ends.now()
            .thenCompose(
                end ->
                    positions.reached(end).orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)),
        patience);
  }

  /**
   * A page of generations, newest first, as this process has read them by now.
   *
   * @param size 1 or more
   * @param after the cursor of the page before; null for the first
   * @param selection which of them; deleted ones never
   */
  public Page list(int size, Cursor after, Selection selection) {
    return view.list(size, after, selection);
  }

  /**
   * Those in a stage whose time is before {@code now}, the longest overdue first: the deadline of
   * those that have not ended, the end of those that have, and of a deleted one the time when its
   * stub has served.
   */
  public List<Snapshot> due(Stage stage, Instant now, int limit) {
    return view.due(stage, now, limit);
  }

  /** How many generations have not ended. */
  public int unfinished() {
    return view.count(Stage.UNFINISHED);
  }

  /** How many bytes the snapshots of those have. */
  public long unfinishedBytes() {
    return view.unfinishedBytes();
  }

  /** How many generations there are, without the deleted ones. */
  public int size() {
    return view.count(Stage.UNFINISHED) + view.count(Stage.ENDED);
  }

  /**
   * Ends the key of a stub with a tombstone. Readers drop the stub, unless its id belongs to
   * another work record by then. Doing it twice, or from several processes, changes nothing.
   */
  public void bury(Snapshot stub) {
    ProducerRecord<String, byte[]> tombstone =
        new ProducerRecord<>(Topics.GENERATIONS, stub.getGeneration().getId(), null);
    tombstone.headers().add(LogReader.WORK_ID, stub.getWorkId().getBytes(StandardCharsets.UTF_8));
    CompletableFuture<Void> written = new CompletableFuture<>();
    send(tombstone, written, () -> written.complete(null));
    await(written, PATIENCE);
  }

  /**
   * Tells of every snapshot of a generation that is accepted from now on, in order.
   *
   * @param listener called on the reader's thread; must not block
   */
  public Subscription listen(String id, Consumer<Snapshot> listener) {
    return listeners.add(id, listener);
  }

  /**
   * Tells of every snapshot of any generation that is accepted from now on, in order; as {@link
   * #listen}.
   */
  public Subscription listenToAll(Consumer<Snapshot> listener) {
    return listeners.addForAll(listener);
  }

  @Override
  public void close() {
    thread.close();
    producer.close(Duration.ofSeconds(2));
    admin.close(Duration.ofSeconds(2));
    pending
        .values()
        .forEach(
            outcome ->
                outcome.completeExceptionally(
                    new LogUnavailableException("the log of generations is closed", null)));
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

  private void readBack(String nonce, Outcome outcome) {
    CompletableFuture<Outcome> writer = pending.get(nonce);
    if (writer != null) {
      writer.complete(outcome);
    }
  }

  private void restate(Snapshot winner, Overruling overruling) {
    ProducerRecord<String, byte[]> record = record(winner);
    byte[] overruled = overruling.text().getBytes(StandardCharsets.US_ASCII);
    record.headers().add(LogReader.OVERRULES, overruled);
    producer.send(record);
  }

  private static ProducerRecord<String, byte[]> record(Snapshot snapshot) {
    return new ProducerRecord<>(
        Topics.GENERATIONS, snapshot.getGeneration().getId(), snapshot.toByteArray());
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
        .thenApply(GenerationLog::offsets);
  }

  private static Map<Integer, Long> offsets(Map<TopicPartition, ListOffsetsResultInfo> infos) {
    Map<Integer, Long> offsets = new HashMap<>();
    infos.forEach((partition, info) -> offsets.put(partition.partition(), info.offset()));
    return offsets;
  }

  private static <T> T await(CompletableFuture<T> future, Duration patience) {
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

  private static LogUnavailableException unavailable(String what, Throwable failure) {
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
        "cannot %s the log of generations: %s".formatted(what, reason), failure);
  }
}
