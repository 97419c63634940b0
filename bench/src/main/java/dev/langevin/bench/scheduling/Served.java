package dev.langevin.bench.scheduling;

/**
 * A job that is done.
 *
 * @param end when, in nanoseconds
 */
record Served(Request request, long end) {
  /** From its arrival to its end, in nanoseconds. */
  long latency() {
    return end - request.arrival();
  }

  /** How many times as long as alone. */
  double slowdown(Accelerator accelerator) {
    return (double) latency() / request.solo(accelerator);
  }

  boolean missed() {
    return end > request.deadline();
  }
}
