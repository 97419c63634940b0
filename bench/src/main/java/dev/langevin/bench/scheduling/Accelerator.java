package dev.langevin.bench.scheduling;

/**
 * What a replica's network runs on: a run takes a time for itself, and a time for each row.
 *
 * @param fixedNanos of a run, whatever its rows
 * @param rowNanos of each row
 * @param cap the most rows of a run
 */
record Accelerator(long fixedNanos, long rowNanos, int cap) {
  /** A run may take as many times the time of a single guided evaluation. */
  private static final double LATENCY_LIMIT = 2.25;

  private static final long ROW = 3_000_000;
  private static final int GUIDED = 2;
  private static final int STRIDE = 4;

  /**
   * With the cap that a calibration finds: the fastest rows are those of the largest run, so it is
   * the limit of latency that decides; a multiple of 4.
   *
   * @param ratio of the two times
   */
  static Accelerator of(int ratio) {
    Accelerator any = of(ratio, Integer.MAX_VALUE);
    int cap = STRIDE;
    while (any.nanos(cap + STRIDE) <= LATENCY_LIMIT * any.nanos(GUIDED)) {
      cap += STRIDE;
    }
    return of(ratio, cap);
  }

  static Accelerator of(int ratio, int cap) {
    return new Accelerator(ratio * ROW, ROW, cap);
  }

  /** The time of a run. */
  long nanos(int rows) {
    return fixedNanos + rows * rowNanos;
  }
}
