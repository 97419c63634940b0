package dev.langevin.bench.scheduling;

import java.util.List;

/**
 * What jobs there are, all equally frequent.
 *
 * @param steps numbers of steps
 * @param rows numbers of rows of a step
 */
record Mix(List<Integer> steps, List<Integer> rows) {
  /** Of 4, 20 and 50 steps, half of them guided. */
  static final Mix USUAL = new Mix(List.of(4, 20, 50), List.of(1, 2));

  static final int SHORT = 4;
  static final int LONG = 50;

  /** Rows of a job, in the mean. */
  double meanRows() {
    return mean(steps) * mean(rows);
  }

  /** How long a job takes alone, in the mean, in nanoseconds. */
  double meanSolo(Accelerator accelerator) {
    double evaluation = rows.stream().mapToLong(accelerator::nanos).average().orElseThrow();
    return mean(steps) * evaluation;
  }

  private static double mean(List<Integer> values) {
    return values.stream().mapToInt(value -> value).average().orElseThrow();
  }
}
