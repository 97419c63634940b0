package dev.langevin.gateway.system;

import dev.langevin.gateway.admission.RequestRules;
import dev.langevin.gateway.catalog.Entry;
import dev.langevin.gateway.catalog.Fleet;
import dev.langevin.gateway.identity.Caller;
import dev.langevin.gateway.identity.Scope;
import dev.langevin.runtime.generations.Depth;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.generations.Kind;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.runtime.generations.Subscription;
import dev.langevin.runtime.generations.Topics;
import dev.langevin.runtime.lifecycle.Build;
import dev.langevin.runtime.lifecycle.Rounds;
import dev.langevin.runtime.topics.Shards;
import dev.langevin.v1.GetSystemRequest;
import dev.langevin.v1.GetSystemResponse;
import dev.langevin.v1.QueueStatus;
import dev.langevin.v1.Replica;
import dev.langevin.v1.SystemSample;
import dev.langevin.v1.SystemStatus;
import dev.langevin.v1.SystemTotals;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;

/**
 * How the system is. What this gateway knows by itself is noted every second; others are asked for
 * it only while somebody looks.
 */
public final class SystemView implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(1);

  /** How long after the last look others are asked on. */
  private static final Duration LOOKED = Duration.ofMinutes(1);

  /** How often Kafka is asked. */
  private static final Duration ORCHESTRATORS = Duration.ofSeconds(5);

  /** How old an answer may be that nobody waits for a newer one. */
  private static final Duration STALE = Duration.ofSeconds(6);

  private final GenerationLog log;
  private final Fleet fleet;
  private final Shards shards;
  private final Orchestrators orchestrators;
  private final Supplier<String> name;
  private final Clock clock;
  private final Totals totals;
  private final History history = new History();
  private final Subscription subscription;
  private final Rounds rounds;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile Instant asked = Instant.EPOCH;
  private Instant askedKafka = Instant.EPOCH;
  private volatile Instant looked = Instant.EPOCH;
  private List<QueueStatus> queues = List.of();
  private volatile Map<Kind, Depth> depths = Map.of();
  private Instant queuesAt = Instant.EPOCH;

  /**
   * Begins to count.
   *
   * @param shards how many queues each pool has
   * @param admin to ask Kafka with; belongs to this from now on
   * @param name what this gateway is reached at
   */
  public SystemView(
      GenerationLog log,
      Fleet fleet,
      Shards shards,
      Admin admin,
      Supplier<String> name,
      Clock clock) {
    this.log = log;
    this.fleet = fleet;
    this.shards = shards;
    this.orchestrators = new Orchestrators(admin);
    this.name = name;
    this.clock = clock;
    totals = new Totals(clock.instant());
    subscription = log.listenToAll(snapshot -> totals.saw(snapshot, log.beginnings()));
    rounds = Rounds.startLater("system", PERIOD, this::round);
  }

  /** The queues as they were within the last second. */
  public List<QueueStatus> queues() {
    return queues(clock.instant());
  }

  /** What happened since this began. */
  public SystemTotals totals() {
    return totals.now();
  }

  /**
   * How it is, as far as it is the caller's business. Who asks for the first time in a while waits
   * for the answers of others.
   */
  public GetSystemResponse get(Caller caller, GetSystemRequest request) {
    RequestRules.check(request);
    looked = clock.instant();
    try {
      ask(STALE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // what is known is an answer too
    }
    SystemStatus whole = status(request);
    return GetSystemResponse.newBuilder()
        .setSystem(caller.may(Scope.ADMIN) ? whole : Outline.of(whole, queues(caller.tenant())))
        .build();
  }

  @Override
  public void close() {
    rounds.close();
    subscription.close();
    orchestrators.close();
  }

  private void round() throws InterruptedException {
    if (looked.plus(LOOKED).isAfter(clock.instant())) {
      ask(Duration.ZERO);
    }
    history.add(sample());
  }

  /** Asks, unless that was done within such a time. */
  private void ask(Duration fresh) throws InterruptedException {
    if (asked.plus(fresh).isAfter(clock.instant())) {
      return;
    }
    asking.lockInterruptibly();
    try {
      if (asked.plus(fresh).isAfter(clock.instant())) {
        return;
      }
      fleet.listen();
      Instant now = clock.instant();
      if (askedKafka.plus(ORCHESTRATORS).isBefore(now)) {
        orchestrators.ask(Queues.topics(log.depths(), offered()), now);
        askedKafka = now;
      }
      asked = clock.instant();
    } finally {
      asking.unlock();
    }
  }

  /** Pools of models that are there, whether anything waits for them or not, and their shards. */
  private Map<String, Integer> offered() {
    Set<String> pools = new TreeSet<>(Set.of(Topics.DEFAULT_POOL));
    fleet.now().entries().values().stream().map(Entry::pool).forEach(pools::add);
    return shards.of(pools);
  }

  private SystemStatus status(GetSystemRequest request) {
    Instant now = clock.instant();
    SystemSample sample = sample();
    List<QueueStatus> waiting = queues(now);
    SystemStatus.Builder status =
        SystemStatus.newBuilder()
            .setTime(Snapshots.timestamp(now))
            .setVersion(Build.version())
            .addReplicas(gateway(now))
            .addAllReplicas(orchestrators.replicas())
            .addAllQueues(waiting)
            .setTotals(sample.getTotals())
            .addAllHistory(history.after(request.getHistoryAfter()));
    fleet.members().forEach(member -> status.addReplicas(Members.replica(member)));
    status.getReplicasList().stream()
        .filter(replica -> !replica.getProblem().isEmpty())
        .forEach(replica -> status.addProblems(replica.getName() + ": " + replica.getProblem()));
    if (orchestrators.problem().isEmpty()) {
      status.addAllProblems(Queues.problems(depths, orchestrators.slots()));
    } else {
      status.addProblems(orchestrators.problem());
    }
    return status.build();
  }

  private Replica gateway(Instant now) {
    return Replica.newBuilder()
        .setKind(Replica.Kind.KIND_GATEWAY)
        .setName(name.get())
        .setState(Replica.State.STATE_UP)
        .setSeenTime(Snapshots.timestamp(now))
        .build();
  }

  /** Of one tenant's jobs alone. */
  private List<QueueStatus> queues(String tenant) {
    Instant now = clock.instant();
    queues(now);
    return Queues.of(Queues.only(tenant, depths), offered(), orchestrators.slots(), now);
  }

  /** At most once a second, since each job that has not ended is looked at. */
  private synchronized List<QueueStatus> queues(Instant now) {
    if (queuesAt.plus(PERIOD).isBefore(now)) {
      depths = log.depths();
      queues = Queues.of(depths, offered(), orchestrators.slots(), now);
      queuesAt = now;
    }
    return queues;
  }

  private SystemSample sample() {
    long waitingRows = totals.saw(fleet::members);
    int running = log.running();
    return SystemSample.newBuilder()
        .setTime(Snapshots.timestamp(clock.instant()))
        .setTotals(totals.now())
        .setWaiting(Math.max(0, log.unfinished() - running))
        .setRunning(running)
        .setWaitingRows((int) waitingRows)
        .build();
  }
}
