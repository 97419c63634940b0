package dev.langevin.runtime.generations;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ShareMemberDescription;

/**
 * Who takes work from which queue. An orchestrator says so to nobody but Kafka: each of its slots
 * is a member of the share group of its work topic, under a client id that names the orchestrator.
 */
public final class ShareGroups {
  private static final int RANDOM = 4;

  private ShareGroups() {}

  /** A name for this process: its host and id, and a few random digits. */
  public static String instance() {
    return "%s-%d-%s"
        .formatted(
            host(),
            ProcessHandle.current().pid(),
            UUID.randomUUID().toString().substring(0, RANDOM));
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost"; // it has no name that others know
    }
  }

  /** The client id of a slot. */
  public static String client(String instance, String topic, int slot) {
    return "orchestrator-" + instance + "-" + topic + "-" + slot;
  }

  /** The name that is in a client id of a group's member; what the client calls itself if none. */
  static String instance(String client, String topic) {
    int end = client.lastIndexOf("-" + topic + "-");
    return client.startsWith("orchestrator-") && end > 0
        ? client.substring("orchestrator-".length(), end)
        : client;
  }

  /**
   * How many slots each orchestrator has in each of these groups.
   *
   * @param topics work topics; groups that nobody has been in yet have none
   * @return by topic, and then by the orchestrator's name; fails if Kafka doesn't say
   */
  public static CompletableFuture<Map<String, Map<String, Long>>> slots(
      Admin admin, List<String> topics) {
    Map<String, CompletableFuture<Map<String, Long>>> answers = new HashMap<>();
    admin
        .describeShareGroups(topics)
        .describedGroups()
        .forEach(
            (topic, group) ->
                answers.put(
                    topic,
                    group
                        .toCompletionStage()
                        .toCompletableFuture()
                        .thenApply(description -> byInstance(topic, description.members()))
                        .exceptionallyCompose(ShareGroups::noneYet)));
    return CompletableFuture.allOf(answers.values().toArray(CompletableFuture[]::new))
        .thenApply(
            all ->
                answers.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().join())));
  }

  private static CompletableFuture<Map<String, Long>> noneYet(Throwable failure) {
    return failure instanceof org.apache.kafka.common.errors.GroupIdNotFoundException
            || failure.getCause() instanceof org.apache.kafka.common.errors.GroupIdNotFoundException
        ? CompletableFuture.completedFuture(Map.of())
        : CompletableFuture.failedFuture(failure);
  }

  private static Map<String, Long> byInstance(
      String topic, Iterable<ShareMemberDescription> members) {
    Map<String, Long> slots = new HashMap<>();
    members.forEach(member -> slots.merge(instance(member.clientId(), topic), 1L, Long::sum));
    return slots;
  }
}
