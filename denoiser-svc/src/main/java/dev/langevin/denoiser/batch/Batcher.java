package dev.langevin.denoiser.batch;

import dev.langevin.denoiser.DenoiserException;
import dev.langevin.denoiser.batch.order.RunQueue;
import dev.langevin.denoiser.batch.order.Selection;
import dev.langevin.denoiser.network.DenoiserNetwork;
import dev.langevin.denoiser.network.Outputs;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a model's rows. One thread takes what waits, in order of service, and runs it; while it
 * runs, more collects; an idle one starts at once. When nothing waits it does the small chores that
 * measure the model, one at a time.
 */
public final class Batcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Batcher.class);
  private static final Duration STALLED = Duration.ofSeconds(60);

  /** Longer than a job takes between two of its evaluations, which chores must not delay. */
  private static final Duration GAP = Duration.ofMillis(250);

  private static final Duration LAST_RUN = Duration.ofSeconds(10);

  /** A chore for when nothing has waited for a time. */
  private record Chore(long quietNanos, Runnable work) {}

  private final DenoiserNetwork network;
  private final Admission admission;
  private final Device device;
  private final Lock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final RunQueue<Evaluation, BatchKey> waiting = RunQueue.standard();
  private final Deque<Chore> chores = new ArrayDeque<>();
  private final Thread thread;
  private volatile Sizes sizes;
  private volatile boolean stopping;
  private volatile long runStartedNanos;
  private volatile boolean running;
  private volatile long runNanos;

  /**
   * Starts the thread, to which the network belongs from now on.
   *
   * @param device what runs it, shared with the batchers of other models
   */
  public Batcher(
      String name, DenoiserNetwork network, Admission admission, Sizes sizes, Device device) {
    this.network = network;
    this.admission = admission;
    this.sizes = sizes;
    this.device = device;
    this.thread = Thread.ofPlatform().name("batcher-" + name).daemon().start(this::loop);
  }

  /** The numbers of rows a run may take. */
  public Sizes sizes() {
    return sizes;
  }

  /** Changes the most rows of a run. */
  public void cap(int cap) {
    sizes = sizes.withCap(cap);
  }

  /** Takes an evaluation in, or throws if too many rows wait. */
  public void submit(Evaluation evaluation) {
    admission.await(evaluation.size());
    lock.lock();
    try {
      if (stopping) {
        admission.forget(evaluation.size());
        throw DenoiserException.stopping();
      }
      waiting.add(
          evaluation,
          evaluation.demand(),
          evaluation.rowsByKey(network.timePerRow()),
          System.nanoTime());
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Takes out what still waits of an evaluation, whose listener hears no more. */
  public void cancel(Evaluation evaluation) {
    lock.lock();
    try {
      evaluation.cancel();
      admission.forget(waiting.remove(waits -> waits == evaluation));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs a chore on the batcher's thread once nothing has waited for a time; chores keep their
   * order.
   */
  public void whenQuiet(Duration quiet, Runnable chore) {
    lock.lock();
    try {
      chores.add(new Chore(quiet.toNanos(), chore));
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Whether a run has taken so long that the device may hang. */
  public boolean stalled() {
    return running && System.nanoTime() - runStartedNanos > STALLED.toNanos();
  }

  /**
   * Fails what waits, and waits for a while for the run that goes on; the network is freed when
   * that has ended, however long it takes.
   */
  @Override
  public void close() {
    lock.lock();
    try {
      stopping = true;
      chores.clear();
      work.signal();
      admission.forget(
          waiting.remove(
              evaluation -> {
                evaluation.fail(DenoiserException.stopping());
                return true;
              }));
    } finally {
      lock.unlock();
    }
    try {
      thread.join(LAST_RUN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What to run is chosen when the device is free, so that rows that came meanwhile are in it. */
  private void loop() {
    try (network) {
      while (awaitWork()) {
        device.take();
        try {
          next().run();
        } catch (RuntimeException | Error e) {
          LOG.error("The batcher goes on after", e);
        } finally {
          device.giveBack();
        }
      }
    }
  }

  /** Waits for rows, or for a chore whose time has come; false when there is nothing more to do. */
  private boolean awaitWork() {
    lock.lock();
    try {
      while (!stopping && waiting.isEmpty()) {
        Chore chore = chores.peek();
        if (chore == null) {
          work.await();
          continue;
        }
        long wait = quietIn(chore);
        if (wait <= 0) {
          break;
        }
        work.awaitNanos(wait);
      }
      return !stopping;
    } catch (InterruptedException e) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  private Runnable next() {
    lock.lock();
    try {
      admission.forget(waiting.remove(Evaluation::ended));
      if (!waiting.isEmpty()) {
        return take();
      }
      Chore chore = chores.peek();
      return chore != null && quietIn(chore) <= 0 ? chores.remove().work() : () -> {};
    } finally {
      lock.unlock();
    }
  }

  private long quietIn(Chore chore) {
    long gap = device.used() ? GAP.toNanos() : 0;
    return Math.max(gap, chore.quietNanos()) - device.quietNanos();
  }

  private Runnable take() {
    Selection<Evaluation, BatchKey> chosen =
        waiting.next(System.nanoTime(), key -> sizes(key).cap());
    Run run = Run.of(chosen);
    Sizes own = sizes(chosen.key());
    admission.begin(run.slots().size());
    return () -> perform(run, own);
  }

  private Sizes sizes(BatchKey key) {
    return sizes.at(network.usualElements(), key.elements());
  }

  private void perform(Run run, Sizes own) {
    int rows = run.slots().size();
    runStartedNanos = System.nanoTime();
    running = true;
    try {
      predict(run, own);
    } finally {
      running = false;
      admission.end(rows);
      device.worked();
      ran(rows, System.nanoTime() - runStartedNanos);
    }
  }

  /** How long a run takes lately; 0 before the first. */
  public long runNanos() {
    return runNanos;
  }

  private void ran(int rows, long nanos) {
    lock.lock();
    try {
      waiting.ran(rows, nanos);
      runNanos = Math.round(waiting.pace().runNanos());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Where a run of several evaluations fails, each is run alone, so that only the culprit fails.
   */
  private void predict(Run run, Sizes own) {
    int rows = run.slots().size();
    Outputs outputs;
    long started = System.nanoTime();
    try {
      outputs = network.run(run.rows(), own.padded(rows));
    } catch (RuntimeException | OutOfMemoryError e) {
      List<Run> apart = run.apart();
      if (apart.size() > 1) {
        apart.forEach(one -> predict(one, own));
      } else {
        Evaluation evaluation = run.slots().getFirst().evaluation();
        evaluation.fail(DenoiserException.networkFailed(evaluation.sequence(), e));
      }
      return;
    }
    long nanos = System.nanoTime() - started;
    for (int i = 0; i < rows; i++) {
      Run.Slot slot = run.slots().get(i);
      try {
        slot.evaluation().predicted(slot.row(), outputs, i, nanos, rows);
      } catch (RuntimeException e) {
        LOG.error("A row's other rows go on after", e);
      }
    }
  }
}
