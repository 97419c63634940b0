package dev.langevin.bench.scaleout;

import java.util.List;

/**
 * What was measured with one number of denoisers.
 *
 * @param denoisers processes
 * @param rowsPerSecond what they ran in all
 * @param ideal what they would run if their accelerators always were, with full batches
 * @param busy the share of the time that their accelerators ran
 * @param fill the mean share of a batch that was filled
 * @param cores how many processors all of the processes used
 */
record Figure(
    int denoisers, double rowsPerSecond, double ideal, double busy, double fill, double cores) {
  /**
   * From the runs of each accelerator.
   *
   * @param from begin of the time that counts, as {@link RunLog#now}
   * @param cap the most rows of a run
   * @param runMillis what a run of that many takes
   */
  static Figure of(
      List<List<RunLog.Entry>> accelerators,
      long from,
      long to,
      int cap,
      double runMillis,
      double cores) {
    double seconds = (to - from) / 1e9;
    double rows = 0;
    double nanos = 0;
    double runs = 0;
    for (List<RunLog.Entry> entries : accelerators) {
      for (RunLog.Entry entry : entries) {
        double within = entry.rowsWithin(from, to);
        rows += within;
        nanos += within / entry.rows() * (entry.end() - entry.begin());
        runs += within / entry.rows();
      }
    }
    int denoisers = accelerators.size();
    return new Figure(
        denoisers,
        rows / seconds,
        denoisers * cap / (runMillis / 1e3),
        nanos / (to - from) / denoisers,
        rows / runs / cap,
        cores);
  }

  /** The share of the ideal. */
  double share() {
    return rowsPerSecond / ideal;
  }
}
