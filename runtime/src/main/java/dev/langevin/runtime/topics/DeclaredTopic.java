package dev.langevin.runtime.topics;

import java.util.Map;

/**
 * A topic that there has to be.
 *
 * @param name its name
 * @param partitions how many, from 1
 * @param keyed whether a key's records have to stay in one partition, so that none may be added
 * @param replication copies of it, from 1
 * @param settings its settings, by Kafka's names
 */
public record DeclaredTopic(
    String name, int partitions, boolean keyed, int replication, Map<String, String> settings) {
  /** Keeps a copy. */
  public DeclaredTopic {
    settings = Map.copyOf(settings);
  }
}
