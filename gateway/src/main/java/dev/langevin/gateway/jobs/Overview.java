package dev.langevin.gateway.jobs;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.generations.Subscription;
import dev.langevin.runtime.generations.Tenants;
import dev.langevin.runtime.lifecycle.Rounds;
import dev.langevin.v1.WatchGenerationsResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Follows all generations of a tenant, for those who look at all of them. */
public final class Overview implements AutoCloseable {
  /** Watchers are woken at most so often, however much happens. */
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final GenerationLog log;
  private final ProgressFeed progress;
  private final Generations generations;
  private final Clock clock;
  private final Map<String, Changes> changes = new ConcurrentHashMap<>();
  private final Set<Bell> watchers = ConcurrentHashMap.newKeySet();
  private final Bell news = new Bell();
  private final AtomicInteger count = new AtomicInteger();
  private final Subscription subscription;
  private final Rounds rounds;

  /** On the log reader's thread alone. */
  private long beginnings;

  /** Follows the generations of this log. */
  public Overview(GenerationLog log, ProgressFeed progress, Generations generations, Clock clock) {
    this.log = log;
    this.progress = progress;
    this.generations = generations;
    this.clock = clock;
    subscription = log.listenToAll(this::saw);
    rounds = Rounds.start("overview", PAUSE, this::wake);
  }

  /**
   * Tells what becomes of all generations of a tenant, and the progress of some, until it is
   * interrupted.
   *
   * @param ids those that are followed closely, each once
   */
  public void watch(String tenant, List<String> ids, Sink<WatchGenerationsResponse> sink)
      throws InterruptedException {
    Bell bell = new Bell();
    count.incrementAndGet();
    watchers.add(bell);
    try (Follows follows = new Follows(tenant, ids, log, progress, generations, clock, bell)) {
      new OverviewStream(log, of(tenant), generations, follows, bell, sink).run();
    } finally {
      watchers.remove(bell);
      count.decrementAndGet();
    }
  }

  /** How many follow all generations now. */
  public int watchers() {
    return count.get();
  }

  @Override
  public void close() {
    subscription.close();
    rounds.close();
  }

  private void saw(Snapshot snapshot) {
    if (log.beginnings() != beginnings) {
      beginnings = log.beginnings();
      changes.values().forEach(Changes::forget);
    }
    of(Tenants.of(snapshot)).saw(snapshot);
    news.ring();
  }

  /**
   * Each tenant has changes of its own, so that a busy one does not make the others miss theirs.
   */
  private Changes of(String tenant) {
    return changes.computeIfAbsent(tenant, name -> new Changes());
  }

  /** Not on the reader's thread, which has more to do than to wake thousands. */
  private void wake() throws InterruptedException {
    news.await();
    watchers.forEach(Bell::ring);
  }
}
