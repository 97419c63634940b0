package dev.langevin.bench.scheduling;

import dev.langevin.denoiser.batch.order.Demand;

/**
 * A job that is to be done.
 *
 * @param number counts them
 * @param arrival when it comes, in nanoseconds
 * @param steps evaluations, one after the other
 * @param rows of each: 2 with guidance, 1 without
 * @param tenant whose it is
 * @param deadline when it should be done, in nanoseconds; {@link Demand#NO_DEADLINE} if it need not
 */
record Request(int number, long arrival, int steps, int rows, String tenant, long deadline) {
  /** How long it takes alone. */
  long solo(Accelerator accelerator) {
    return steps * accelerator.nanos(rows);
  }

  /** What its deadline leaves at that time. */
  long slack(long now) {
    return deadline == Demand.NO_DEADLINE ? deadline : deadline - now;
  }
}
