package dev.langevin.gateway.system;

import com.google.protobuf.util.Durations;
import dev.langevin.runtime.generations.Depth;
import dev.langevin.runtime.generations.Kind;
import dev.langevin.v1.Priority;
import dev.langevin.v1.QueueStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How deep each queue is. Pure. */
final class Queues {
  private Queues() {}

  /**
   * The queues, by pool.
   *
   * @param depths of each kind of generation
   * @param pools those whose queues are shown in any case
   */
  static List<QueueStatus> of(Map<Kind, Depth> depths, Collection<String> pools, Instant now) {
    SortedMap<String, Map<Priority, Depth>> all = new TreeMap<>();
    pools.forEach(pool -> all.put(pool, new TreeMap<>()));
    depths.forEach(
        (kind, depth) ->
            all.computeIfAbsent(kind.pool(), pool -> new TreeMap<>())
                .merge(priority(kind), depth, Depth::and));
    return all.entrySet().stream()
        .flatMap(
            pool ->
                List.of(Priority.PRIORITY_INTERACTIVE, Priority.PRIORITY_BATCH).stream()
                    .map(
                        priority ->
                            queue(
                                pool.getKey(),
                                priority,
                                pool.getValue().getOrDefault(priority, Depth.NONE),
                                now)))
        .toList();
  }

  /** What one tenant has of them. */
  static Map<Kind, Depth> only(String tenant, Map<Kind, Depth> depths) {
    return depths.entrySet().stream()
        .filter(each -> each.getKey().tenant().equals(tenant))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** As {@link dev.langevin.runtime.generations.Topics#work} has it. */
  private static Priority priority(Kind kind) {
    return kind.priority() == Priority.PRIORITY_BATCH
        ? Priority.PRIORITY_BATCH
        : Priority.PRIORITY_INTERACTIVE;
  }

  private static QueueStatus queue(String pool, Priority priority, Depth depth, Instant now) {
    Duration oldest =
        depth.oldest().isBefore(now) ? Duration.between(depth.oldest(), now) : Duration.ZERO;
    return QueueStatus.newBuilder()
        .setPool(pool)
        .setPriority(priority)
        .setWaiting(depth.waiting())
        .setRunning(depth.running())
        .setOldestWait(Durations.fromMillis(oldest.toMillis()))
        .build();
  }
}
