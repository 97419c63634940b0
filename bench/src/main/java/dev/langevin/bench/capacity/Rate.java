package dev.langevin.bench.capacity;

import dev.langevin.bench.cluster.Node;
import dev.langevin.bench.cluster.ProcessorTime;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How much a process did.
 *
 * @param count of what it does
 * @param wallSeconds for which that was counted
 * @param processorSeconds that it took meanwhile, all its threads together but those that compile
 */
record Rate(long count, double wallSeconds, double processorSeconds) {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMillis(200);

  /**
   * Counts while the process takes so much processor time, however long it takes to get it on a
   * busy machine; for no longer than {@link #PATIENCE}.
   */
  static Rate measure(Node node, LongSupplier counter, Duration processor)
      throws InterruptedException {
    ProcessorTime before = node.processorTime();
    long count = counter.getAsLong();
    long began = System.nanoTime();
    ProcessorTime taken;
    long wall;
    do {
      Thread.sleep(LOOK);
      taken = node.processorTime().since(before);
      wall = System.nanoTime() - began;
    } while (taken.work() < processor.toSeconds() && wall < PATIENCE.toNanos());
    return new Rate(counter.getAsLong() - count, wall / 1e9, taken.work());
  }

  /** Per second of processor time: what one core can do. */
  double perCore() {
    return count / processorSeconds;
  }

  /** Per second of the clock, however many cores it got. */
  double perSecond() {
    return count / wallSeconds;
  }

  /** How many cores it took. */
  double cores() {
    return processorSeconds / wallSeconds;
  }
}
