package dev.langevin.bench.capacity;

import dev.langevin.bench.cluster.Node;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How much a process did.
 *
 * @param count of what it does
 * @param wallSeconds for which that was counted
 * @param processorSeconds that it took meanwhile, all its threads together
 */
record Rate(long count, double wallSeconds, double processorSeconds) {

  /** Counts for this long. */
  static Rate measure(Node node, LongSupplier counter, Duration time) throws InterruptedException {
    Duration processor = node.processorTime();
    long count = counter.getAsLong();
    long began = System.nanoTime();
    Thread.sleep(time);
    double wall = (System.nanoTime() - began) / 1e9;
    long counted = counter.getAsLong() - count;
    return new Rate(counted, wall, node.processorTime().minus(processor).toNanos() / 1e9);
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
