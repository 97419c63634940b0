package dev.langevin.runtime.metrics;

import java.util.concurrent.atomic.LongAdder;

/** A counter that is being counted. Adding costs a few nanoseconds, from any number of threads. */
public final class Count {
  private final LongAdder sum = new LongAdder();

  Count() {}

  /** One more. */
  public void add() {
    sum.increment();
  }

  /**
   * So many more.
   *
   * @param more 0 or more
   */
  public void add(long more) {
    sum.add(more);
  }

  /** What it has come to. */
  public long value() {
    return sum.sum();
  }
}
