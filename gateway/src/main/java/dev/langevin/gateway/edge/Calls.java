package dev.langevin.gateway.edge;

import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.identity.Caller;
import dev.langevin.gateway.identity.SignInRefusal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
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

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CallLimits limits;
  private final Semaphore calls;
  private final Semaphore watchers;
  private final Map<Thread, Caller> watching = new ConcurrentHashMap<>();
  private volatile boolean draining;

  Calls(CallLimits limits) {
    this.limits = limits;
    this.calls = new Semaphore(limits.calls());
    this.watchers = new Semaphore(limits.watchers());
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
   * @param watches whether it goes on for as long as a job
   * @param caller whose it is
   * @throws GatewayException if there are too many, or the gateway stops
   */
  void run(boolean watches, Caller caller, Runnable call) {
    Semaphore room = watches ? watchers : calls;
    if (draining) {
      throw GatewayException.stopping();
    }
    if (!room.tryAcquire()) {
      throw watches
          ? GatewayException.tooMany("watchers", limits.watchers(), RETRY_WATCH)
          : GatewayException.tooMany("calls", limits.calls(), RETRY_CALL);
    }
    try {
      threads.execute(() -> guarded(watches, caller, call, room));
    } catch (java.util.concurrent.RejectedExecutionException e) {
      room.release();
      throw GatewayException.stopping();
    }
  }

  /** Lets none begin, ends those that watch, and waits for the others; after a while no longer. */
  void drain() {
    draining = true;
    watching.keySet().forEach(Thread::interrupt);
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

  /** Ends the calls that watch of those whom this is true of. */
  void dismiss(Predicate<Caller> whom) {
    watching.forEach(
        (thread, caller) -> {
          if (whom.test(caller)) {
            thread.interrupt();
          }
        });
  }

  /** What a call that broke off is told. */
  Throwable told(Throwable why) {
    return why instanceof InterruptedException && !draining ? SignInRefusal.ended() : why;
  }

  private void guarded(boolean watches, Caller caller, Runnable call, Semaphore room) {
    Thread self = Thread.currentThread();
    try {
      if (watches) {
        watching.put(self, caller);
        if (draining) {
          self.interrupt();
        }
      }
      call.run();
    } finally {
      watching.remove(self);
      room.release();
    }
  }
}
