package dev.langevin.bench.capacity;

import java.time.Duration;
import java.util.List;

/**
 * How thoroughly to measure.
 *
 * @param jobs how many run at a time, level by level
 * @param clients how many create jobs at a time, level by level
 * @param warmup how much processor time a process takes before it is measured: its compilers have
 *     done their work by then
 * @param window how much it takes while it is measured
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

  /** With as many at a time. */
  Pace with(List<Integer> jobs, List<Integer> clients) {
    return new Pace(jobs, clients, warmup, window);
  }
}
