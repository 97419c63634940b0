package dev.langevin.bench.scheduling;

import java.util.List;

/** The highest rate at which nearly all jobs end in time. */
final class Goodput {
  /** So many of the jobs have to. */
  static final double SHARE = 0.95;

  private static final int HALVINGS = 8;

  private Goodput() {}

  /**
   * Found by halving between nothing and all that full runs can serve.
   *
   * @return jobs per second
   */
  static double of(Discipline discipline, Fleet fleet, Arrivals arrivals, int jobs, long seed) {
    double low = 0;
    double high = fleet.batchedCapacity(Mix.USUAL);
    for (int i = 0; i < HALVINGS; i++) {
      double rate = (low + high) / 2;
      List<Request> requests = Traffic.of(Mix.USUAL, arrivals, rate, jobs, seed);
      List<Served> served = discipline.serve(requests, fleet, seed);
      if (Summary.of(served, fleet.accelerator()).inTime() >= SHARE) {
        low = rate;
      } else {
        high = rate;
      }
    }
    return low;
  }
}
