package dev.langevin.gateway.system;

import dev.langevin.runtime.generations.ShareGroups;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.runtime.topics.WorkTopic;
import dev.langevin.v1.Priority;
import dev.langevin.v1.Replica;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** The orchestrators, which nobody knows but the queues that they take work from. */
final class Orchestrators implements AutoCloseable {
  /** How long one that left is shown. */
  static final Duration SHOWN = Duration.ofMinutes(5);

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** One of them as it was when it was seen last. */
  private record Seen(Instant at, long interactive, long batch) {}

  private final Admin admin;
  private final Map<String, Seen> known = new TreeMap<>();
  private Set<String> present = Set.of();
  private Map<WorkTopic, Long> taking = Map.of();
  private String problem = "";

  /**
   * @param admin belongs to this from now on
   */
  Orchestrators(Admin admin) {
    this.admin = admin;
  }

  /** Asks Kafka who takes work from these queues. */
  void ask(Collection<WorkTopic> queues, Instant now) throws InterruptedException {
    List<String> topics = queues.stream().map(WorkTopic::name).toList();
    try {
      saw(ShareGroups.slots(admin, topics).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS), now);
    } catch (ExecutionException e) {
      failed("Kafka does not say which orchestrators there are: " + e.getCause().getMessage());
    } catch (TimeoutException e) {
      failed("Kafka does not say which orchestrators there are: no answer");
    }
  }

  /** What it said, by topic and orchestrator. */
  synchronized void saw(Map<String, Map<String, Long>> slots, Instant now) {
    problem = "";
    Map<String, Seen> members = new TreeMap<>();
    slots.forEach(
        (topic, counts) ->
            counts.forEach(
                (name, count) -> {
                  boolean batch = priority(topic) == Priority.PRIORITY_BATCH;
                  Seen before = members.getOrDefault(name, new Seen(now, 0, 0));
                  members.put(
                      name,
                      new Seen(
                          now,
                          before.interactive() + (batch ? 0 : count),
                          before.batch() + (batch ? count : 0)));
                }));
    taking = new HashMap<>();
    slots.forEach(
        (topic, counts) ->
            WorkTopic.of(topic)
                .ifPresent(
                    queue ->
                        taking.put(
                            queue, counts.values().stream().mapToLong(Long::longValue).sum())));
    present = new TreeSet<>(members.keySet());
    known.putAll(members);
    known.values().removeIf(seen -> seen.at().plus(SHOWN).isBefore(now));
  }

  private static Priority priority(String topic) {
    return WorkTopic.of(topic).map(WorkTopic::priority).orElse(Priority.PRIORITY_INTERACTIVE);
  }

  synchronized void failed(String why) {
    problem = why;
  }

  /** How many slots take work from each queue that was asked for. */
  synchronized Map<WorkTopic, Long> slots() {
    return Map.copyOf(taking);
  }

  /** Why they may be others by now; empty if they are known. */
  synchronized String problem() {
    return problem;
  }

  /** Those that take work, and those that did lately. */
  synchronized List<Replica> replicas() {
    return known.entrySet().stream().map(e -> replica(e.getKey(), e.getValue())).toList();
  }

  private Replica replica(String name, Seen seen) {
    boolean up = present.contains(name);
    return Replica.newBuilder()
        .setKind(Replica.Kind.KIND_ORCHESTRATOR)
        .setName(name)
        .setState(up ? Replica.State.STATE_UP : Replica.State.STATE_AWAY)
        .setSeenTime(Snapshots.timestamp(seen.at()))
        .setProblem(up ? "" : "it takes no work from the queues any more")
        .setInteractiveSlots((int) seen.interactive())
        .setBatchSlots((int) seen.batch())
        .build();
  }

  @Override
  public void close() {
    admin.close(PATIENCE);
  }
}
