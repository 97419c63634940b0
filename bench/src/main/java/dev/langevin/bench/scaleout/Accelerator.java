package dev.langevin.bench.scaleout;

import java.util.concurrent.locks.LockSupport;

/**
 * What runs rows in a fixed time, and takes no processor time for it. Each run ends on a schedule:
 * that a sleeper wakes late is not counted, since a real device would not have waited for it; the
 * time between the end of a run and the call of the next one is.
 */
final class Accelerator {
  private final long fixedNanos;
  private final long rowNanos;
  private final RunLog log;
  private long lateNanos;

  /**
   * @param fixedMillis what a run takes, whatever is in it
   * @param rowMillis what each row takes
   * @param log what is told of each run
   */
  Accelerator(double fixedMillis, double rowMillis, RunLog log) {
    this.fixedNanos = Math.round(fixedMillis * 1e6);
    this.rowNanos = Math.round(rowMillis * 1e6);
    this.log = log;
  }

  /** Takes as long as so many rows take. */
  synchronized void run(int rows) {
    long begin = System.nanoTime() - lateNanos;
    long end = begin + fixedNanos + rows * rowNanos;
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    lateNanos = System.nanoTime() - end;
    log.add(begin, end, rows);
  }
}
