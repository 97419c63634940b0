package dev.langevin.denoiser.batch.order;

/**
 * An evaluation in the queue, as it came.
 *
 * @param number counts evaluations in the order they came
 * @param jobNumber counts jobs in the order they came
 * @param rows of the evaluation
 * @param rowsLeft rows that the job needs, these included, as far as it can be believed
 * @param cadence every how many runs the job can be in one
 * @param sinceNanos when it came
 */
record Waiting(
    long number,
    long jobNumber,
    Demand demand,
    Tenants.Account account,
    int rows,
    long rowsLeft,
    double cadence,
    long sinceNanos) {

  Claim claim(long run, boolean longest, long surplusRows, long now, Pace pace) {
    return new Claim(
        number,
        jobNumber,
        longest,
        run,
        demand.patient(),
        surplusRows,
        rows,
        rowsLeft,
        demand.job().waited(sinceNanos, now),
        slack(now),
        cadence,
        pace);
  }

  /** Some of its rows are in that run. */
  void taken(int count, long run, long now) {
    demand.job().taken(sinceNanos, run, now);
    account.serve(count);
  }

  private long slack(long now) {
    long slack = demand.slackNanos();
    return slack == Demand.NO_DEADLINE ? slack : slack - (now - sinceNanos);
  }
}
