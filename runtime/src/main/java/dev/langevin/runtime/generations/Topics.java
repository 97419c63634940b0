package dev.langevin.runtime.generations;

import dev.langevin.v1.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics and share groups, and how each is configured. */
public final class Topics {
  /** Snapshots, key generation id, compacted: the log that the {@link Fold} reads. */
  public static final String GENERATIONS = "generations";

  /** Progress events, key generation id, kept for minutes. */
  public static final String PROGRESS = "progress";

  /**
   * Work records that the broker gave up on, key generation id. The name begins as Kafka's own
   * default of {@code errors.deadletterqueue.topic.name.prefix} does: a broker drops dead letters
   * for a topic with another beginning, and says nothing.
   */
  public static final String DEAD_LETTER = "dlq.work";

  /** Deliveries to webhooks, key delivery id, compacted, and kept for {@link #WEBHOOKS_KEPT}. */
  public static final String WEBHOOKS = "webhooks";

  /** How long after its last record a delivery is known. */
  public static final Duration WEBHOOKS_KEPT = Duration.ofDays(7);

  /** The pool that every model is in unless its description says otherwise. */
  public static final String DEFAULT_POOL = "default";

  /**
   * How often each slot tells the broker that it lives; with its first answer but one it gets work.
   */
  private static final String HEARTBEAT_MILLIS = "1000";

  /** Deliveries after which the broker gives up: a net below the slots' own count of attempts. */
  public static final int DELIVERY_LIMIT = 25;

  /**
   * Records from the oldest unfinished one on that may be locked at a time; the broker's own
   * maximum.
   */
  public static final int LOCK_WINDOW = 10_000;

  private static final Duration WAIT = Duration.ofSeconds(15);

  private Topics() {}

  /** The topic, and the share group, of a pool's work of one class: {@code work.<pool>.<class>}. */
  public static String work(String pool, Priority priority) {
    return switch (priority) {
      case PRIORITY_BATCH -> "work." + pool + ".batch";
      case PRIORITY_INTERACTIVE, PRIORITY_UNSPECIFIED, UNRECOGNIZED ->
          "work." + pool + ".interactive";
    };
  }

  /** {@link #create(Admin, int, Duration, Collection)} for the default pool, with locks of 30 s. */
  public static void create(Admin admin, int replication) {
    create(admin, replication, Duration.ofSeconds(30), List.of(DEFAULT_POOL));
  }

  /**
   * Creates the topics that are missing and configures the share groups of the work topics. Doing
   * it again, or from several processes at once, changes nothing.
   *
   * @param replication copies of each topic; from 3 on, a write needs all but one of them
   * @param lock how long a slot holds a record without renewing
   * @param pools the work pools
   * @throws LogUnavailableException when Kafka does not answer or refuses
   */
  public static void create(Admin admin, int replication, Duration lock, Collection<String> pools) {
    createTopics(admin, replication, pools);
    admin
        .incrementalAlterConfigs(groups(lock, pools))
        .values()
        .forEach((group, done) -> await(done, "cannot configure the share group " + group.name()));
  }

  /** Creates the topics alone; the groups are for those to configure who read from them. */
  public static void createTopics(Admin admin, int replication, Collection<String> pools) {
    admin
        .createTopics(topics(replication, pools))
        .values()
        .forEach(
            (topic, done) ->
                await(done, "cannot create the topic " + topic, TopicExistsException.class));
  }

  static List<NewTopic> topics(int replication, Collection<String> pools) {
    List<NewTopic> topics = new ArrayList<>();
    topics.add(
        topic(
            GENERATIONS,
            replication,
            Map.of(
                "cleanup.policy", "compact",
                // A reader that restarts within a day sees a refused record and the winner appended
                // again after it.
                "min.compaction.lag.ms", millis(Duration.ofDays(1)),
                "delete.retention.ms", millis(Duration.ofDays(1)),
                "min.cleanable.dirty.ratio", "0.2",
                "segment.bytes", "67108864")));
    topics.add(
        topic(
            PROGRESS,
            replication,
            Map.of(
                "cleanup.policy",
                "delete",
                "retention.ms",
                millis(Duration.ofMinutes(10)),
                "segment.ms",
                millis(Duration.ofMinutes(5)),
                "segment.bytes",
                "16777216")));
    topics.add(
        topic(
            WEBHOOKS,
            replication,
            Map.of(
                "cleanup.policy",
                "compact,delete",
                "retention.ms",
                millis(WEBHOOKS_KEPT),
                "segment.ms",
                millis(Duration.ofDays(1)),
                "segment.bytes",
                "16777216")));
    topics.add(
        topic(
            DEAD_LETTER,
            replication,
            Map.of(
                "cleanup.policy", "delete",
                "retention.ms", millis(Duration.ofDays(30)),
                "errors.deadletterqueue.group.enable", "true")));
    for (String pool : pools) {
      for (Priority priority : List.of(Priority.PRIORITY_INTERACTIVE, Priority.PRIORITY_BATCH)) {
        topics.add(
            topic(
                work(pool, priority),
                replication,
                Map.of("cleanup.policy", "delete", "retention.ms", millis(Duration.ofDays(7)))));
      }
    }
    return topics;
  }

  private static NewTopic topic(String name, int replication, Map<String, String> settings) {
    Map<String, String> configs = new java.util.HashMap<>(settings);
    configs.put("min.insync.replicas", Integer.toString(Math.max(1, replication - 1)));
    configs.put("max.message.bytes", Integer.toString(GenerationLog.RECORD_LIMIT));
    return new NewTopic(name, Optional.of(1), Optional.of((short) replication)).configs(configs);
  }

  private static Map<ConfigResource, Collection<AlterConfigOp>> groups(
      Duration lock, Collection<String> pools) {
    Map<String, String> settings =
        Map.of(
            "share.auto.offset.reset",
            "earliest",
            "share.record.lock.duration.ms",
            millis(lock),
            "share.delivery.count.limit",
            Integer.toString(DELIVERY_LIMIT),
            "share.partition.max.record.locks",
            Integer.toString(LOCK_WINDOW),
            "share.heartbeat.interval.ms",
            HEARTBEAT_MILLIS,
            "share.assignment.interval.ms",
            "0",
            "errors.deadletterqueue.topic.name",
            DEAD_LETTER,
            "errors.deadletterqueue.copy.record.enable",
            "true");
    List<AlterConfigOp> operations =
        settings.entrySet().stream()
            .map(
                entry ->
                    new AlterConfigOp(
                        new ConfigEntry(entry.getKey(), entry.getValue()),
                        AlterConfigOp.OpType.SET))
            .toList();
    Map<ConfigResource, Collection<AlterConfigOp>> groups = new java.util.HashMap<>();
    for (String pool : pools) {
      for (Priority priority : List.of(Priority.PRIORITY_INTERACTIVE, Priority.PRIORITY_BATCH)) {
        groups.put(new ConfigResource(ConfigResource.Type.GROUP, work(pool, priority)), operations);
      }
    }
    return groups;
  }

  @SafeVarargs
  private static void await(
      KafkaFuture<?> done, String failure, Class<? extends Exception>... harmless) {
    try {
      done.get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      for (Class<? extends Exception> type : harmless) {
        if (type.isInstance(e.getCause())) {
          return;
        }
      }
      throw new LogUnavailableException(failure + ": " + e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new LogUnavailableException(
          failure + ": Kafka did not answer in " + WAIT.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogUnavailableException(failure + ": interrupted", e);
    }
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }
}
