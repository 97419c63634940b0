package dev.langevin.gateway.edge;

import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.identity.Caller;
import dev.langevin.gateway.identity.SignInRefusal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The calls that run, each on a virtual thread of its own; no more than the limits allow. When they
 * are drained none begins, those that watch end at once, and the others may finish.
 */
final class Calls {
  /** How long to wait before another call: one is over in milliseconds. */
  private static final Duration RETRY_CALL = Duration.ofSeconds(1);

  /** How long to wait before watching again: a job takes seconds. */
  private static final Duration RETRY_WATCH = Duration.ofSeconds(5);

  /** How long a call may go on when the gateway stops. */
  private static final Duration GRACE = Duration.ofSeconds(4);

  private static final Duration FORCED = Duration.ofSeconds(1);

  /** Calls of nobody in particular at a time, at most: they can't take the others' room. */
  static final int OPEN = 100;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CallLimits limits;
  private final Map<Kind, Pool> pools;
  private final Map<Thread, Running> running = new ConcurrentHashMap<>();
  private volatile boolean draining;

  /** What limits a call. */
  enum Kind {
    /** Anybody may make it. */
    OPEN,
    /** Over soon. */
    BRIEF,
    /** Goes on for as long as a job. */
    LASTING
  }

  private record Running(Kind kind, Caller caller) {}

  Calls(CallLimits limits) {
    this.limits = limits;
    this.pools =
        Map.of(
            Kind.OPEN, new Pool("calls", OPEN, RETRY_CALL),
            Kind.BRIEF, new Pool("calls", limits.calls(), RETRY_CALL),
            Kind.LASTING, new Pool("watchers", limits.watchers(), RETRY_WATCH));
  }

  CallLimits limits() {
    return limits;
  }

  /** Whether no call may begin. */
  boolean draining() {
    return draining;
  }

  /**
   * Runs a call.
   *
   * @param caller whose it is
   * @throws GatewayException if there are too many, or the gateway stops
   */
  void run(Kind kind, Caller caller, Runnable call) {
    if (draining) {
      throw GatewayException.stopping();
    }
    Pool pool = pools.get(kind);
    pool.take(caller);
    try {
      threads.execute(() -> guarded(new Running(kind, caller), call, pool));
    } catch (java.util.concurrent.RejectedExecutionException e) {
      pool.giveBack(caller);
      throw GatewayException.stopping();
    }
  }

  /** Lets none begin, ends those that watch, and waits for the others; after a while no longer. */
  void drain() {
    draining = true;
    running.forEach(
        (thread, what) -> {
          if (what.kind() == Kind.LASTING) {
            thread.interrupt();
          }
        });
    threads.shutdown();
    try {
      if (!threads.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
        threads.awaitTermination(FORCED.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the calls of those whom this is true of: a file may come in or go out for hours. */
  void dismiss(Predicate<Caller> whom) {
    running.forEach(
        (thread, what) -> {
          if (whom.test(what.caller())) {
            thread.interrupt();
          }
        });
  }

  /** What a call that broke off is told. */
  Throwable told(Throwable why) {
    return why instanceof InterruptedException && !draining ? SignInRefusal.ended() : why;
  }

  private void guarded(Running what, Runnable call, Pool pool) {
    Thread self = Thread.currentThread();
    try {
      running.put(self, what);
      if (draining && what.kind() == Kind.LASTING) {
        self.interrupt();
      }
      call.run();
    } finally {
      running.remove(self);
      pool.giveBack(what.caller());
    }
  }
}
