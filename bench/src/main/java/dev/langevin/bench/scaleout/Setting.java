package dev.langevin.bench.scaleout;

/**
 * What is simulated.
 *
 * @param fixedMillis what a run takes, whatever is in it
 * @param rowMillis what each row takes
 * @param cap the most rows of a run
 * @param crowd rows that ask for a place in each run, in batches: those running included
 * @param rows of an evaluation of each job
 * @param steps of each job
 */
record Setting(double fixedMillis, double rowMillis, int cap, double crowd, int rows, int steps) {
  /** What a full run takes. */
  double runMillis() {
    return fixedMillis + cap * rowMillis;
  }

  /** How many jobs keep that many denoisers busy. */
  int jobs(int denoisers) {
    return (int) Math.ceil(crowd * cap * denoisers / rows);
  }

  /** How many jobs that many denoisers do in a time, at most. */
  int jobs(int denoisers, double seconds) {
    double rowsPerSecond = denoisers * cap / (runMillis() / 1e3);
    return (int) Math.ceil(rowsPerSecond * seconds / (rows * steps));
  }
}
