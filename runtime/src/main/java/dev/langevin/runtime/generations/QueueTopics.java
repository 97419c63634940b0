package dev.langevin.runtime.generations;

import dev.langevin.runtime.config.Environment;
import dev.langevin.runtime.topics.Declaration;
import dev.langevin.runtime.topics.Shards;
import java.util.Locale;

/**
 * Which queues there are, and who sees to them; the same for all gateways and orchestrators.
 *
 * @param upkeep what a service does about topics that are missing
 * @param shards how many queues each pool has
 */
public record QueueTopics(Upkeep upkeep, Shards shards) {
  /** What holds on one machine: services create what is missing, and no pool is sharded. */
  public static final QueueTopics DEFAULT = new QueueTopics(Upkeep.CREATE, Shards.NONE);

  /** From {@code LANGEVIN_TOPICS} and {@code LANGEVIN_POOL_SHARDS}. */
  public static QueueTopics fromEnvironment(Environment environment) {
    return new QueueTopics(
        Upkeep.valueOf(
            environment.choice("TOPICS", "create", "create", "existing").toUpperCase(Locale.ROOT)),
        Shards.fromEnvironment(environment));
  }

  /** The topics and groups of some pools, and those that all share. */
  public Declaration declaration(int replication, Iterable<String> pools) {
    return Declaration.shipped().withReplication(replication).withPools(shards.of(pools));
  }
}
