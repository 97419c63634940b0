package dev.langevin.bench.scheduling;

/**
 * What is simulated, for each discipline.
 *
 * @param ratio of the time of a run for itself to that of a row
 * @param cap the most rows of a run
 * @param load of each discipline's own capacity
 */
record Setting(int ratio, int cap, Arrivals arrivals, int replicas, double load) {
  /** With the cap that suits. */
  static Setting of(int ratio, Arrivals arrivals, int replicas, double load) {
    return new Setting(ratio, Accelerator.of(ratio).cap(), arrivals, replicas, load);
  }

  Fleet fleet() {
    return new Fleet(Accelerator.of(ratio, cap), replicas);
  }
}
