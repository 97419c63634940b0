package dev.langevin.orchestrator.services;

import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.runtime.discovery.Endpoint;
import dev.langevin.runtime.grpc.ChannelSet;
import dev.langevin.runtime.grpc.Peers;
import dev.langevin.runtime.tls.Handshakes;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The replicas of one service, each probed by a thread of its own. */
final class Replicas implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Replicas.class);
  private static final Duration BETWEEN_PROBES = Duration.ofSeconds(1);
  private static final Duration BETWEEN_FAILED_PROBES = Duration.ofMillis(250);

  private final String service;
  private final ChannelSet channels;
  private final Consumer<Replica> probe;
  private final Map<Endpoint, Probed> probed = new HashMap<>();
  private volatile List<Replica> replicas = List.of();
  private boolean closed;

  /** A replica, and the thread that probes it. */
  private record Probed(Replica replica, Thread thread) {}

  /**
   * Starts to probe.
   *
   * @param service its name, for messages
   * @param peers where they are, and how they are called
   * @param probe asks a replica how it is; throws if it is not well
   */
  Replicas(String service, Peers peers, Consumer<Replica> probe) {
    this.service = service;
    this.probe = probe;
    this.channels = peers.channels();
    peers.discovery().follow(endpoints -> change());
  }

  /** One that is no longer among them gets no new calls; those that it has go on. */
  private synchronized void change() {
    if (closed) {
      return;
    }
    List<Replica> next = new ArrayList<>();
    Map<Endpoint, Probed> gone = new HashMap<>(probed);
    for (ChannelSet.Link link : channels.now()) {
      gone.remove(link.endpoint());
      next.add(probed.computeIfAbsent(link.endpoint(), endpoint -> begin(link)).replica());
    }
    gone.forEach(
        (endpoint, one) -> {
          LOG.info("{} {} is gone; its jobs may end there", service, one.replica().name());
          probed.remove(endpoint);
          one.thread().interrupt();
        });
    replicas = List.copyOf(next);
  }

  private Probed begin(ChannelSet.Link link) {
    Replica replica = new Replica(link.name(), link.channel());
    return new Probed(
        replica, Thread.ofVirtual().name("probe-" + replica.name()).start(() -> watch(replica)));
  }

  /**
   * The better of two random ones, with a call let through to it.
   *
   * @param serves which can be asked at all
   * @param avoid names of those whose answers are in doubt: taken only if there is no other, and
   *     none that may come back
   * @throws OrchestratorException of kind ENVIRONMENT if there is none, telling why
   */
  Entry pick(Predicate<Replica> serves, Set<String> avoid) {
    while (true) {
      Replica replica = choose(serves, avoid);
      Optional<Breaker.Pass> pass = replica.breaker().enter();
      if (pass.isPresent()) {
        return new Entry(replica, pass.get());
      }
      // Another call was faster, and is the replica's trial.
    }
  }

  /**
   * Asks the better of two, and where a replica can't use the model one of the others, so that a
   * job is refused only by all.
   *
   * @param serves as for {@link #pick}
   * @param avoid likewise
   * @param call asks one, and closes its entry in the end
   */
  <T> T ask(Predicate<Replica> serves, Set<String> avoid, Function<Entry, T> call) {
    Set<String> asked = new HashSet<>(avoid);
    while (true) {
      Entry entry = pick(serves, asked);
      try {
        return call.apply(entry);
      } catch (OrchestratorException e) {
        asked.add(entry.name());
        if (!e.reason().equals(Failures.MODEL_UNUSABLE)
            || usable(serves).stream().allMatch(other -> asked.contains(other.name()))) {
          throw e;
        }
      }
    }
  }

  /** Whether one that serves can be asked at present. */
  boolean any(Predicate<Replica> serves) {
    return !usable(serves).isEmpty();
  }

  /**
   * One answered well what others answered badly.
   *
   * @param doubted the others, and maybe the one
   */
  void blameOthers(Set<String> doubted, String one) {
    replicas.stream()
        .filter(r -> doubted.contains(r.name()) && !r.name().equals(one))
        .forEach(
            r -> {
              LOG.warn("{} {} answered badly what {} answered well", service, r.name(), one);
              r.breaker().blamed();
            });
  }

  /** All of them. */
  List<Replica> all() {
    return replicas;
  }

  /** What is missing if no replica is well. */
  Optional<String> missing() {
    return replicas.stream().anyMatch(r -> r.problem().isEmpty())
        ? Optional.empty()
        : Optional.of(whyNone(r -> true, Set.of()));
  }

  @Override
  public synchronized void close() {
    closed = true;
    probed.values().forEach(one -> one.thread().interrupt());
    channels.close();
  }

  private List<Replica> usable(Predicate<Replica> serves) {
    return replicas.stream().filter(r -> r.problem().isEmpty() && serves.test(r)).toList();
  }

  private Replica choose(Predicate<Replica> serves, Set<String> avoid) {
    List<Replica> usable = usable(serves);
    List<Replica> better = usable.stream().filter(r -> !avoid.contains(r.name())).toList();
    if (better.isEmpty() && othersMayCome(serves, avoid)) {
      throw OrchestratorException.environment(whyNone(serves, avoid), null);
    }
    List<Replica> candidates = better.isEmpty() ? usable : better;
    List<Replica> prompt = candidates.stream().filter(r -> !r.late()).toList();
    return Placement.betterOfTwo(
            prompt.isEmpty() ? candidates : prompt, Replica::occupancy, ThreadLocalRandom.current())
        .orElseThrow(() -> OrchestratorException.environment(whyNone(serves, avoid), null));
  }

  /** Whether one that is not avoided is away, and not just without the model. */
  private boolean othersMayCome(Predicate<Replica> serves, Set<String> avoid) {
    return replicas.stream()
        .anyMatch(r -> !avoid.contains(r.name()) && (!r.problem().isEmpty() || serves.test(r)));
  }

  private String whyNone(Predicate<Replica> serves, Set<String> avoid) {
    StringBuilder why = new StringBuilder("no " + service + " can be asked");
    String separator = ": ";
    if (!channels.problem().isEmpty()) {
      why.append(separator).append(channels.problem());
      separator = "; ";
    }
    for (Replica replica : replicas) {
      String problem = replica.problem();
      if (problem.isEmpty() && avoid.contains(replica.name())) {
        problem = "its answer is in doubt";
      } else if (problem.isEmpty() && !serves.test(replica)) {
        problem = "it does not serve the model";
      }
      why.append(separator).append(replica.name()).append(": ").append(problem);
      separator = "; ";
    }
    return why.toString();
  }

  private void watch(Replica replica) {
    while (!Thread.currentThread().isInterrupted()) {
      boolean well = probed(replica);
      try {
        Thread.sleep(well ? BETWEEN_PROBES : BETWEEN_FAILED_PROBES);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private boolean probed(Replica replica) {
    replica.probing();
    try {
      probe.accept(replica);
      if (!replica.problem().isEmpty()) {
        LOG.info("{} {} answers", service, replica.name());
      }
      replica.alive();
      return true;
    } catch (StatusRuntimeException | OrchestratorException e) {
      if (Thread.currentThread().isInterrupted()) {
        return false;
      }
      Optional<String> handshake = Handshakes.why(e);
      String before = replica.problem();
      String why = handshake.orElse(e.getMessage());
      if (before.isEmpty() || handshake.isPresent() && !why.equals(before)) {
        LOG.warn("{} {} does not answer: {}", service, replica.name(), why);
      }
      replica.dead(why);
      replica.channel().resetConnectBackoff();
      return false;
    }
  }
}
