package dev.langevin.deploy.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.langevin.deploy.admin.ClusterState.TopicState;
import dev.langevin.runtime.topics.DeclaredTopic;
import java.util.ArrayList;
import java.util.List;

/** What a person does to give a topic more copies: data move, so somebody has to want it. */
final class Reassignment {
  private Reassignment() {}

  /**
   * How it is done with Kafka's own tool.
   *
   * @param brokers ids of those that there are
   */
  static String of(DeclaredTopic wanted, TopicState found, List<Integer> brokers) {
    return """
        topic %s has %d copies, and %d are declared; copying moves data, so do it when it suits you. Put into copies.json
          %s
        and
          kafka-reassign-partitions.sh --bootstrap-server ... --reassignment-json-file copies.json --execute
        then apply again, for min.insync.replicas=%s"""
        .formatted(
            wanted.name(),
            found.copies(),
            wanted.replication(),
            json(wanted, found, brokers),
            wanted.settings().get("min.insync.replicas"));
  }

  static JsonObject json(DeclaredTopic wanted, TopicState found, List<Integer> brokers) {
    JsonArray partitions = new JsonArray();
    for (int i = 0; i < found.partitions(); i++) {
      JsonObject partition = new JsonObject();
      partition.addProperty("topic", wanted.name());
      partition.addProperty("partition", i);
      JsonArray replicas = new JsonArray();
      copies(found.replicas().get(i), wanted.replication(), brokers, i).forEach(replicas::add);
      partition.add("replicas", replicas);
      partitions.add(partition);
    }
    JsonObject plan = new JsonObject();
    plan.addProperty("version", 1);
    plan.add("partitions", partitions);
    return plan;
  }

  /** Those that have it first, so that its leader stays; then the next, spread over partitions. */
  private static List<Integer> copies(
      List<Integer> present, int wanted, List<Integer> brokers, int partition) {
    List<Integer> copies = new ArrayList<>(present);
    for (int i = 0; i < brokers.size() && copies.size() < wanted; i++) {
      int next = brokers.get((partition + i) % brokers.size());
      if (!copies.contains(next)) {
        copies.add(next);
      }
    }
    return copies;
  }
}
