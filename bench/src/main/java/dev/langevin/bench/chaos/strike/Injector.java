package dev.langevin.bench.chaos.strike;

import dev.langevin.bench.chaos.cluster.Cluster;
import dev.langevin.bench.chaos.load.RunClock;
import dev.langevin.bench.chaos.schedule.Fault;
import dev.langevin.bench.chaos.schedule.Member;
import dev.langevin.bench.chaos.schedule.Schedule;
import dev.langevin.bench.chaos.wire.Conditions;
import dev.langevin.bench.chaos.wire.Lie;
import dev.langevin.bench.chaos.wire.Proxy;
import dev.langevin.bench.cluster.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Strikes the cluster as a schedule says, each fault in a thread of its own. */
public final class Injector {
  /** A process that was asked to end is killed after this time, which is a failure. */
  private static final long PATIENCE_MILLIS = 20_000;

  private static final Conditions LATE = new Conditions(200, 0);
  private static final Conditions NARROW = new Conditions(0, 64 << 10);

  private final Cluster cluster;
  private final RunClock clock;
  private final Schedule schedule;
  private final AtomicInteger damaged = new AtomicInteger();
  private final List<Struck> struck = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  /** One at a time strikes a member. */
  private final Map<Member, ReentrantLock> locks =
      new EnumMap<>(
          Stream.of(Member.values())
              .collect(Collectors.toMap(Function.identity(), m -> new ReentrantLock(true))));

  /** Strikes nobody yet. */
  public Injector(Cluster cluster, RunClock clock, Schedule schedule) {
    this.cluster = cluster;
    this.clock = clock;
    this.schedule = schedule;
  }

  /** Begins. */
  public void start() {
    for (Fault fault : schedule.faults()) {
      threads.add(
          Thread.ofVirtual().name("fault-" + fault.number()).start(() -> strikeInTime(fault)));
    }
  }

  /** Waits until all is over and every process was started again. */
  public void join() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** What has happened so far, in order of its beginning. */
  public List<Struck> struck() {
    synchronized (struck) {
      return List.copyOf(struck);
    }
  }

  /** How many checkpoints were damaged. */
  public int damaged() {
    return damaged.get();
  }

  private void strikeInTime(Fault fault) {
    ReentrantLock lock = locks.get(fault.member());
    try {
      Thread.sleep(Math.max(0, fault.atMillis() - clock.millis()));
      lock.lockInterruptibly();
      try {
        strike(fault);
      } finally {
        lock.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new IllegalStateException(fault + " can't be done", e);
    }
  }

  private void strike(Fault fault) throws InterruptedException, IOException {
    Node node = cluster.node(fault.member());
    Proxy proxy = cluster.proxy(fault.member());
    int place = began(fault);
    long ended = 0;
    switch (fault.kind()) {
      case KILL -> node.kill();
      case CORRUPT -> {
        damaged.addAndGet(Damage.all(cluster.checkpoints(), fault.number()));
        node.kill();
      }
      case TERMINATE -> ended = node.terminate(PATIENCE_MILLIS).orElse(Struck.NEVER);
      case FREEZE -> node.freeze();
      case CUT -> proxy.refuse();
      case DELAY -> proxy.set(LATE);
      case THROTTLE -> proxy.set(NARROW);
      case NAN, SHAPES, GARBAGE -> {
        cluster.liar(fault.member()).tell(Lie.valueOf(fault.kind().name()));
        proxy.aim(cluster.liar(fault.member()).port());
      }
    }
    Thread.sleep(fault.lastsMillis());
    switch (fault.kind()) {
      case KILL, CORRUPT, TERMINATE -> node.start();
      case FREEZE -> node.thaw();
      case CUT -> proxy.allow();
      case DELAY, THROTTLE -> proxy.set(Conditions.GOOD);
      case NAN, SHAPES, GARBAGE -> proxy.aim(cluster.port(fault.member()));
    }
    over(place, ended);
  }

  private int began(Fault fault) {
    synchronized (struck) {
      struck.add(new Struck(fault, clock.millis(), Long.MAX_VALUE, 0));
      return struck.size() - 1;
    }
  }

  private void over(int place, long ended) {
    synchronized (struck) {
      Struck begun = struck.get(place);
      struck.set(place, new Struck(begun.fault(), begun.from(), clock.millis(), ended));
    }
  }
}
