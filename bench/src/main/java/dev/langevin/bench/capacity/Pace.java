package dev.langevin.bench.capacity;

import java.time.Duration;
import java.util.List;

/**
 * How thoroughly to measure.
 *
 * @param jobs how many run at a time, level by level
 * @param clients how many create jobs at a time, level by level
 * @param warmup for how long each process works before it is measured
 * @param window for how long it is measured
 */
record Pace(List<Integer> jobs, List<Integer> clients, Duration warmup, Duration window) {
  static final Pace THOROUGH =
      new Pace(
          List.of(10, 25, 50, 100, 200),
          List.of(16, 64, 256),
          Duration.ofSeconds(15),
          Duration.ofSeconds(10));

  static final Pace QUICK =
      new Pace(List.of(10, 100), List.of(256), Duration.ofSeconds(7), Duration.ofSeconds(4));
}
