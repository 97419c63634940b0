package dev.langevin.runtime.generations;

import dev.langevin.events.v1.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The log of all generations, the topic {@code generations}: what counts is what the {@link Fold}
 * made of it, with lists and counts.
 */
public final class GenerationLog extends KeyedLog<Snapshot> {
  /** The largest record, in bytes. */
  public static final int RECORD_LIMIT = 1 << 20;

  static final LogTopic<Snapshot> TOPIC =
      new LogTopic<>(
          Topics.GENERATIONS,
          Snapshot.parser(),
          snapshot -> snapshot.getGeneration().getId(),
          Snapshot::getWorkId);

  private final View view;

  private GenerationLog(KafkaConnection connection, View view) {
    super(connection, TOPIC, view);
    this.view = view;
  }

  /**
   * Opens the log of a plaintext cluster, {@code host:port} comma separated, and begins to read it.
   */
  public static GenerationLog open(String bootstrapServers) {
    return open(KafkaConnection.plaintext(bootstrapServers));
  }

  /** Opens the log with Kafka's connection settings, at least {@code bootstrap.servers}. */
  public static GenerationLog open(KafkaConnection connection) {
    return new GenerationLog(connection, new View());
  }

  /**
   * A page of generations, newest first, as this process has read them by now.
   *
   * @param size 1 or more
   * @param after the cursor of the page before; null for the first
   * @param selection which of them; deleted ones never
   * @throws java.util.concurrent.CancellationException if the thread is interrupted meanwhile
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

  /**
   * The place of a QUEUED generation among its tenant's that wait in its queue, by when they were
   * created, as this process has read them by now: 1 for the next one; 0 of a generation that is
   * not QUEUED.
   */
  public int queuePlace(Snapshot snapshot) {
    return view.queuePlace(snapshot);
  }

  /** How many generations have not ended. */
  public int unfinished() {
    return view.count(Stage.UNFINISHED);
  }

  /** How many of those run. */
  public int running() {
    return view.running();
  }

  /** What a tenant has in hand, as this process has read it by now. */
  public Standing standing(String tenant, Instant now) {
    return view.standing(tenant, now);
  }

  /** In how many seconds so many of a tenant's rows are over a minute old; 0 if it has fewer. */
  public int secondsUntil(String tenant, long fewer, Instant now) {
    return view.secondsUntil(tenant, fewer, now);
  }

  /** How many of each kind have not ended, where there are any. Looks at each of them. */
  public Map<Kind, Depth> depths() {
    return view.depths();
  }

  /**
   * How many times the log was read from its beginning again, since it was cut or compacted while
   * it was read: listeners are then told the past once more.
   */
  public long beginnings() {
    return view.beginnings();
  }

  /** How many bytes the snapshots of those have. */
  public long unfinishedBytes() {
    return view.unfinishedBytes();
  }

  /** How many generations there are, without the deleted ones. */
  public int size() {
    return view.count(Stage.UNFINISHED) + view.count(Stage.ENDED);
  }
}
