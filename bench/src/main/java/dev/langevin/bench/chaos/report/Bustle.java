package dev.langevin.bench.chaos.report;

import java.util.concurrent.ConcurrentSkipListMap;

/** How many processors other programs took, over the time of a run. */
public final class Bustle {
  private final ConcurrentSkipListMap<Long, Double> taken = new ConcurrentSkipListMap<>();

  /**
   * Adds a measurement.
   *
   * @param at when, ms since the faults' beginning
   * @param processors taken since the last one
   */
  public void add(long at, double processors) {
    taken.put(at, processors);
  }

  /** The mean. */
  public double mean() {
    return taken.values().stream().mapToDouble(d -> d).average().orElse(0);
  }

  /** The mean between two times; 0 if nothing was measured then. */
  double mean(long from, long to) {
    return taken.subMap(from, to).values().stream().mapToDouble(d -> d).average().orElse(0);
  }
}
