package dev.langevin.denoiser.batch;

import dev.langevin.denoiser.DenoiserException;
import dev.langevin.denoiser.batch.order.RunQueue;
import dev.langevin.denoiser.batch.order.Selection;
import dev.langevin.denoiser.network.DenoiserNetwork;
import dev.langevin.runtime.metrics.Meter;
import dev.langevin.runtime.metrics.Meters;
import dev.langevin.runtime.metrics.Spread;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * Runs a model's rows. What waits is taken in order of service as late as the device allows; while
 * it runs, more collects; an idle device starts at once. When nothing waits it does the small
 * chores that measure the model, one at a time. {@link Runner} has the threads, this class what
 * they share.
 */
public final class Batcher implements AutoCloseable {
  private static final Duration STALLED = Duration.ofSeconds(60);
  private static final Duration LAST_RUN = Duration.ofSeconds(10);

  private static final Spread BATCH_ROWS = Meters.ofProcess().spread(Meter.BATCH_ROWS);
  private static final Spread ROW_TIME = Meters.ofProcess().spread(Meter.ROW_SECONDS);

  /** One runs rows while the other hands out those before and puts together those after. */
  private static final int RUNNERS = 2;

  private final DenoiserNetwork network;
  private final Admission admission;
  private final Lock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final RunQueue<Evaluation, BatchKey> waiting = RunQueue.standard();
  private final Chores chores;
  private final List<Thread> runners;
  private final AtomicInteger working = new AtomicInteger(RUNNERS);
  private volatile Sizes sizes;
  private volatile boolean stopping;
  private volatile long runStartedNanos;
  private volatile boolean running;
  private volatile long runNanos;

  /**
   * Starts the threads, to which the network belongs from now on.
   *
   * @param device what runs it, shared with the batchers of other models
   */
  public Batcher(
      String name, DenoiserNetwork network, Admission admission, Sizes sizes, Device device) {
    this.network = network;
    this.admission = admission;
    this.sizes = sizes;
    this.chores = new Chores(device);
    Timing timing = new Timing();
    Lock desk = new ReentrantLock();
    runners =
        IntStream.rangeClosed(1, RUNNERS)
            .mapToObj(i -> new Runner(this, device, network.assembly(), timing, desk))
            .map(runner -> Thread.ofPlatform().name("batcher-" + name).daemon().start(runner))
            .toList();
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
      admission.forget(waiting.remove(one -> one == evaluation));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs a chore on one of the batcher's threads, with the device, once nothing has waited for a
   * time; chores keep their order.
   */
  public void whenQuiet(Duration quiet, Runnable chore) {
    lock.lock();
    try {
      chores.add(quiet, chore);
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** How long a run takes lately; 0 before the first. */
  public long runNanos() {
    return runNanos;
  }

  /** Whether a run has taken so long that the device may hang. */
  public boolean stalled() {
    return running().compareTo(STALLED) > 0;
  }

  /** How long the present run has taken; 0 if there is none. */
  public Duration running() {
    return running ? Duration.ofNanos(System.nanoTime() - runStartedNanos) : Duration.ZERO;
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
      Set<Evaluation> left = Collections.newSetFromMap(new IdentityHashMap<>());
      admission.forget(waiting.remove(left::add));
      left.forEach(evaluation -> evaluation.fail(DenoiserException.stopping()));
    } finally {
      lock.unlock();
    }
    long until = System.nanoTime() + LAST_RUN.toNanos();
    try {
      for (Thread runner : runners) {
        runner.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for rows, or for a chore whose time has come; false when there is nothing more to do. */
  boolean awaitWork() {
    lock.lock();
    try {
      while (!stopping && waiting.isEmpty()) {
        OptionalLong chore = chores.dueIn();
        if (chore.isEmpty()) {
          work.await();
        } else if (chore.getAsLong() > 0) {
          work.awaitNanos(chore.getAsLong());
        } else {
          break;
        }
      }
      return !stopping;
    } catch (InterruptedException e) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Takes out what is to be run next; empty if nothing waits. */
  Optional<Choice> choose() {
    lock.lock();
    try {
      admission.forget(waiting.remove(Evaluation::ended));
      return waiting.isEmpty() ? Optional.empty() : Optional.of(take());
    } finally {
      lock.unlock();
    }
  }

  /** Takes out what has come since and still fits into that run. */
  Optional<Run> join(Choice choice) {
    lock.lock();
    try {
      admission.forget(waiting.remove(Evaluation::ended));
      int room = choice.sizes().cap() - choice.run().slots().size();
      if (room == 0 || waiting.isEmpty()) {
        return Optional.empty();
      }
      Run more = Run.of(waiting.joining(choice.key(), room, System.nanoTime()));
      admission.begin(more.slots().size());
      return more.slots().isEmpty() ? Optional.empty() : Optional.of(more);
    } finally {
      lock.unlock();
    }
  }

  /** Takes out a chore whose time has come. */
  Optional<Runnable> chore() {
    lock.lock();
    try {
      return chores.take();
    } finally {
      lock.unlock();
    }
  }

  /** A run begins. */
  void begins() {
    runStartedNanos = System.nanoTime();
    running = true;
  }

  /** It has ended. */
  void ends(int rows) {
    running = false;
    long took = System.nanoTime() - runStartedNanos;
    admission.end(rows, took);
    BATCH_ROWS.saw(rows);
    ROW_TIME.sawNanos(took / Math.max(1, rows));
    lock.lock();
    try {
      waiting.ran(rows, took);
      runNanos = Math.round(waiting.pace().runNanos());
    } finally {
      lock.unlock();
    }
  }

  /** A runner has ended; the last one frees the network. */
  void left() {
    if (working.decrementAndGet() == 0) {
      network.close();
    }
  }

  private Choice take() {
    Selection<Evaluation, BatchKey> chosen =
        waiting.next(System.nanoTime(), key -> sizes(key).cap());
    Run run = Run.of(chosen);
    admission.begin(run.slots().size());
    return new Choice(chosen.key(), run, sizes(chosen.key()));
  }

  private Sizes sizes(BatchKey key) {
    return sizes.at(network.usualElements(), key.elements());
  }
}
