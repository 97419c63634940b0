package dev.langevin.runtime.generations;

import dev.langevin.runtime.topics.Declaration;
import dev.langevin.runtime.topics.WorkTopic;
import dev.langevin.v1.Priority;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/** The names of topics and share groups. How each is configured says the {@link Declaration}. */
public final class Topics {
  /** Snapshots, key generation id, compacted: the log that the {@link Fold} reads. */
  public static final String GENERATIONS = "generations";

  /** Snapshots of batches, key batch id, compacted as {@link #GENERATIONS} is. */
  public static final String BATCHES = "batches";

  /** Batches to be fed, key batch id; its share group has the same name. */
  public static final String FEEDER = WorkTopic.FEEDER;

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

  /** Deliveries after which the broker gives up: a net below the slots' own count of attempts. */
  public static final int DELIVERY_LIMIT = 25;

  private Topics() {}

  /** The topic, and the share group, of the first shard of a pool's work of one class. */
  public static String work(String pool, Priority priority) {
    return new WorkTopic(pool, priority, 0).name();
  }

  /** {@link #create(Admin, int, Duration, Collection)} for the default pool, with locks of 30 s. */
  public static void create(Admin admin, int replication) {
    new TopicKeeper(admin, Upkeep.CREATE)
        .all(Declaration.shipped().withReplication(replication).withPools(Map.of(DEFAULT_POOL, 1)));
  }

  /**
   * Creates the topics that are missing and configures the share groups of the work topics. Doing
   * it again, or from several processes at once, changes nothing.
   *
   * @param replication copies of each topic; from 3 on, a write needs all but one of them
   * @param lock how long a slot holds a record without renewing
   * @param pools the work pools, of one shard each
   * @throws LogUnavailableException when Kafka does not answer or refuses
   */
  public static void create(Admin admin, int replication, Duration lock, Collection<String> pools) {
    Map<String, Integer> shards =
        pools.stream().distinct().collect(Collectors.toMap(pool -> pool, pool -> 1));
    new TopicKeeper(admin, Upkeep.CREATE)
        .all(Declaration.shipped().withReplication(replication).withLock(lock).withPools(shards));
  }
}
