package dev.langevin.runtime.batches;

import dev.langevin.events.v1.BatchSnapshot;
import dev.langevin.runtime.generations.Cursor;
import dev.langevin.runtime.generations.KeyedLog;
import dev.langevin.runtime.generations.LogTopic;
import dev.langevin.runtime.generations.Outcome;
import dev.langevin.runtime.generations.Subscription;
import dev.langevin.runtime.generations.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The log of all batches, the topic {@code batches}: what counts is what the {@link BatchFold} made
 * of it. As {@link KeyedLog}, with lists.
 */
public final class BatchLog implements AutoCloseable {
  private static final LogTopic<BatchSnapshot> TOPIC =
      new LogTopic<>(
          Topics.BATCHES,
          BatchSnapshot.parser(),
          snapshot -> snapshot.getBatch().getId(),
          BatchSnapshot::getWorkId);

  private final BatchView view = new BatchView();
  private final KeyedLog<BatchSnapshot> log;

  /** Opens the log with Kafka's connection settings, at least {@code bootstrap.servers}. */
  public BatchLog(Map<String, Object> connection) {
    log = new KeyedLog<>(connection, TOPIC, view);
  }

  /** {@link KeyedLog#write}. */
  public Outcome<BatchSnapshot> write(BatchSnapshot snapshot) {
    return log.write(snapshot);
  }

  /** {@link KeyedLog#move}. */
  public Optional<BatchSnapshot> move(String id, UnaryOperator<BatchSnapshot> move) {
    return log.move(id, move);
  }

  /** {@link KeyedLog#get}. */
  public Optional<BatchSnapshot> get(String id) {
    return log.get(id);
  }

  /** {@link KeyedLog#peek}. */
  public Optional<BatchSnapshot> peek(String id) {
    return log.peek(id);
  }

  /** {@link KeyedLog#awaitEnd}. */
  public void awaitEnd(Duration patience) {
    log.awaitEnd(patience);
  }

  /** {@link KeyedLog#bury}. */
  public void bury(BatchSnapshot stub) {
    log.bury(stub);
  }

  /** {@link KeyedLog#listen}. */
  public Subscription listen(String id, Consumer<BatchSnapshot> listener) {
    return log.listen(id, listener);
  }

  /** {@link KeyedLog#listenToAll}. */
  public Subscription listenToAll(Consumer<BatchSnapshot> listener) {
    return log.listenToAll(listener);
  }

  /**
   * Batches, newest first, as this process has read them by now.
   *
   * @param size at most
   * @param after the cursor of the last one of the page before; null for the first page
   */
  public List<BatchSnapshot> list(int size, Cursor after, Predicate<BatchSnapshot> wanted) {
    return view.list(size, after, wanted);
  }

  /** A batch's place in the list. */
  public static Cursor cursor(BatchSnapshot snapshot) {
    return BatchView.cursor(snapshot);
  }

  @Override
  public void close() {
    log.close();
  }
}
