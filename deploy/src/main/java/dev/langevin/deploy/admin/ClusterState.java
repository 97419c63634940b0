package dev.langevin.deploy.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.acl.AclBinding;

/**
 * A Kafka cluster as it is, as far as a declaration speaks of it.
 *
 * @param brokers their ids
 * @param topics those that are declared and there, and other queues of ours, by name
 * @param groups settings of the declared groups, by group
 * @param brokerSettings of each broker, by its id
 * @param permissions who may do what; empty where the brokers don't ask
 */
record ClusterState(
    List<Integer> brokers,
    Map<String, TopicState> topics,
    Map<String, Map<String, String>> groups,
    Map<Integer, Map<String, String>> brokerSettings,
    Optional<Set<AclBinding>> permissions) {
  /**
   * A topic as it is.
   *
   * @param replicas of each partition, the ids of the brokers that have it
   * @param settings in force, whoever set them
   */
  record TopicState(List<List<Integer>> replicas, Map<String, String> settings) {
    int partitions() {
      return replicas.size();
    }

    /** Of the partition with the fewest. */
    int copies() {
      return replicas.stream().mapToInt(List::size).min().orElse(0);
    }

    /** Of the partition with the most. */
    int mostCopies() {
      return replicas.stream().mapToInt(List::size).max().orElse(0);
    }
  }
}
