package dev.langevin.gateway.system;

import com.google.protobuf.util.Durations;
import dev.langevin.runtime.generations.Depth;
import dev.langevin.runtime.generations.Kind;
import dev.langevin.runtime.topics.WorkTopic;
import dev.langevin.v1.Priority;
import dev.langevin.v1.QueueStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How deep each queue is. Pure. */
final class Queues {
  private static final List<Priority> CLASSES =
      List.of(Priority.PRIORITY_INTERACTIVE, Priority.PRIORITY_BATCH);

  private Queues() {}

  /**
   * The queues, by pool.
   *
   * @param depths of each kind of generation
   * @param pools those whose queues are shown in any case, with how many shards they have
   * @param slots how many take work from each; of queues that nobody was asked about, 0
   */
  static List<QueueStatus> of(
      Map<Kind, Depth> depths,
      Map<String, Integer> pools,
      Map<WorkTopic, Long> slots,
      Instant now) {
    Map<WorkTopic, Depth> all = new HashMap<>();
    depths.forEach((kind, depth) -> all.merge(kind.queue(), depth, Depth::and));
    return shards(all.keySet(), pools).entrySet().stream()
        .flatMap(
            pool ->
                CLASSES.stream()
                    .map(
                        priority ->
                            queue(pool.getKey(), priority, pool.getValue(), all, slots, now)))
        .toList();
  }

  /** What one tenant has of them. */
  static Map<Kind, Depth> only(String tenant, Map<Kind, Depth> depths) {
    return depths.entrySet().stream()
        .filter(each -> each.getKey().tenant().equals(tenant))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** The queues that there are, and those that hold jobs beside. */
  static List<WorkTopic> topics(Map<Kind, Depth> depths, Map<String, Integer> pools) {
    return shards(depths.keySet().stream().map(Kind::queue).toList(), pools).entrySet().stream()
        .flatMap(
            pool ->
                CLASSES.stream()
                    .flatMap(
                        priority ->
                            Stream.iterate(0, shard -> shard < pool.getValue(), shard -> shard + 1)
                                .map(shard -> new WorkTopic(pool.getKey(), priority, shard))))
        .toList();
  }

  /**
   * Of each pool, how many shards it has; more where jobs are left in shards that it had before.
   */
  private static SortedMap<String, Integer> shards(
      Iterable<WorkTopic> holding, Map<String, Integer> pools) {
    SortedMap<String, Integer> shards = new TreeMap<>(pools);
    holding.forEach(queue -> shards.merge(queue.pool(), queue.shard() + 1, Math::max));
    return shards;
  }

  private static QueueStatus queue(
      String pool,
      Priority priority,
      int shards,
      Map<WorkTopic, Depth> depths,
      Map<WorkTopic, Long> slots,
      Instant now) {
    Depth sum = Depth.NONE;
    List<QueueStatus.Shard> each = new ArrayList<>();
    for (int shard = 0; shard < shards; shard++) {
      WorkTopic topic = new WorkTopic(pool, priority, shard);
      Depth depth = depths.getOrDefault(topic, Depth.NONE);
      sum = sum.and(depth);
      each.add(
          QueueStatus.Shard.newBuilder()
              .setShard(shard)
              .setWaiting(depth.waiting())
              .setRunning(depth.running())
              .setOldestWait(oldest(depth, now))
              .setSlots(slots.getOrDefault(topic, 0L).intValue())
              .build());
    }
    return QueueStatus.newBuilder()
        .setPool(pool)
        .setPriority(priority)
        .setWaiting(sum.waiting())
        .setRunning(sum.running())
        .setOldestWait(oldest(sum, now))
        .addAllShards(shards == 1 ? List.of() : each)
        .build();
  }

  private static com.google.protobuf.Duration oldest(Depth depth, Instant now) {
    Duration oldest =
        depth.oldest().isBefore(now) ? Duration.between(depth.oldest(), now) : Duration.ZERO;
    return Durations.fromMillis(oldest.toMillis());
  }

  /**
   * What is wrong with them, for a person: jobs wait where nobody takes work.
   *
   * @param depths of each kind of generation
   * @param slots how many take work from each queue that was asked about; others are not spoken of
   */
  static List<String> problems(Map<Kind, Depth> depths, Map<WorkTopic, Long> slots) {
    SortedMap<String, Integer> stranded = new TreeMap<>();
    depths.forEach(
        (kind, depth) -> {
          Long taking = slots.get(kind.queue());
          if (depth.waiting() > 0 && taking != null && taking == 0) {
            stranded.merge(kind.queue().name(), depth.waiting(), Integer::sum);
          }
        });
    return stranded.entrySet().stream()
        .map(
            queue ->
                "%d %s in %s, and no orchestrator takes work from it"
                    .formatted(
                        queue.getValue(),
                        queue.getValue() == 1 ? "job waits" : "jobs wait",
                        queue.getKey()))
        .toList();
  }
}
