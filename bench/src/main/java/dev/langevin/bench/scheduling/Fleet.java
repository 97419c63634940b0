package dev.langevin.bench.scheduling;

/**
 * What jobs are served by.
 *
 * @param accelerator of every replica
 * @param replicas how many
 */
record Fleet(Accelerator accelerator, int replicas) {
  /** The most jobs per second that full runs can serve. */
  double batchedCapacity(Mix mix) {
    int cap = accelerator.cap();
    return replicas * cap / (accelerator.nanos(cap) * mix.meanRows()) * 1e9;
  }

  /** The same where each job has a replica for itself. */
  double soloCapacity(Mix mix) {
    return replicas / mix.meanSolo(accelerator) * 1e9;
  }
}
