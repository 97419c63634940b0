package dev.langevin.runtime.batches;

import dev.langevin.events.v1.BatchSnapshot;
import dev.langevin.runtime.generations.Cursor;
import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.runtime.generations.KeyedLog;
import dev.langevin.runtime.generations.LogTopic;
import dev.langevin.runtime.generations.Topics;
import java.util.List;
import java.util.function.Predicate;

/**
 * The log of all batches, the topic {@code batches}: what counts is what the {@link BatchFold} made
 * of it, with lists.
 */
public final class BatchLog extends KeyedLog<BatchSnapshot> {
  private static final LogTopic<BatchSnapshot> TOPIC =
      new LogTopic<>(
          Topics.BATCHES,
          BatchSnapshot.parser(),
          snapshot -> snapshot.getBatch().getId(),
          BatchSnapshot::getWorkId);

  private final BatchView view;

  private BatchLog(KafkaConnection connection, BatchView view) {
    super(connection, TOPIC, view);
    this.view = view;
  }

  /** Opens the log with Kafka's connection settings, at least {@code bootstrap.servers}. */
  public static BatchLog open(KafkaConnection connection) {
    return new BatchLog(connection, new BatchView());
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
}
