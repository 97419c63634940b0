package dev.langevin.orchestrator.preview;

import static dev.langevin.orchestrator.OrchestratorException.Stop.DRAINED;

import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.orchestrator.loop.Sight;
import dev.langevin.runtime.logging.LogFields;
import dev.langevin.runtime.trace.Trace;
import dev.langevin.sampling.Plan;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The previews of one job, made one after the other on a thread of their own, in the order of their
 * steps. A job without any costs nothing here. Whatever goes wrong with them is logged once, and
 * from then on nothing waits for them until one succeeds again.
 */
public final class Previews implements AutoCloseable {
  /** Sights of two latents each that wait before their job does. */
  static final int AHEAD = 4;

  /** Bytes of those that wait although jobs in whose company theirs is do not. */
  private static final long BYTES = 4 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(Previews.class);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration LAST_WAIT = Duration.ofSeconds(5);

  private final String id;
  private final ShownEvaluations shown;
  private final Consumer<Sight> maker;
  private final Trace trace = Trace.current(); // what is seen comes from others' threads, too
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Sight> waiting = new ArrayDeque<>();
  private Thread thread;
  private boolean busy;
  private boolean failing;
  private boolean warned;
  private boolean closed;

  /**
   * Nothing is made before something is seen.
   *
   * @param id the generation's
   * @param steps how many of the plan's steps are shown; 0 for none
   * @param maker makes a preview and tells it; may throw
   */
  public Previews(String id, Plan plan, int steps, Consumer<Sight> maker) {
    this.id = id;
    this.shown = new ShownEvaluations(plan, steps);
    this.maker = maker;
  }

  /** Whether any are asked for. */
  public boolean wanted() {
    return shown.steps() > 0;
  }

  /** Takes a sight, if it is to be shown and there is room; never waits. */
  public void see(Sight sight) {
    if (!shown.contains(sight.evaluation())) {
      return;
    }
    lock.lock();
    try {
      if (closed || (waiting.size() >= AHEAD && (waiting.size() + 1) * size(sight) > BYTES)) {
        return;
      }
      waiting.add(sight);
      if (thread == null) {
        thread =
            Thread.ofVirtual()
                .name("previews-" + id)
                .start(LogFields.wrap(id, trace.wrap(this::run)));
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether as many wait as may, and it is worth waiting for them. */
  public boolean behind() {
    lock.lock();
    try {
      return !failing && waiting.size() >= AHEAD;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until fewer do.
   *
   * @param check called every second; may throw to end it
   */
  public void catchUp(Runnable check) {
    while (!await(() -> failing || waiting.size() < AHEAD, TICK)) {
      check.run();
    }
  }

  /** Waits until all that was seen has been told, or is lost; for a few seconds at most. */
  public void finish() {
    await(() -> failing || (waiting.isEmpty() && !busy), LAST_WAIT);
  }

  /** Makes no more. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      waiting.clear();
      if (thread != null) {
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  private static long size(Sight sight) {
    return 2L * Float.BYTES * sight.noisy().length;
  }

  private boolean await(BooleanSupplier condition, Duration most) {
    lock.lock();
    try {
      long left = most.toNanos();
      while (!condition.getAsBoolean() && left > 0) {
        left = changed.awaitNanos(left);
      }
      return condition.getAsBoolean();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw OrchestratorException.stopped(DRAINED);
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (true) {
        made(next());
      }
    } catch (InterruptedException e) {
      LOG.debug("generation {}: no more previews", id);
    }
  }

  private Sight next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (waiting.isEmpty()) {
        changed.await();
      }
      busy = true;
      Sight sight = waiting.remove();
      changed.signalAll();
      return sight;
    } finally {
      lock.unlock();
    }
  }

  private void made(Sight sight) {
    RuntimeException failure = null;
    try {
      maker.accept(sight);
    } catch (RuntimeException e) {
      failure = e;
    }
    lock.lock();
    try {
      busy = false;
      failing = failure != null;
      if (failing && !warned && !closed) {
        warned = true;
        LOG.warn("generation {} goes on without a preview: {}", id, failure.getMessage());
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
