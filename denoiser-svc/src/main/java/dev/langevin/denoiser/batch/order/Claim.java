package dev.langevin.denoiser.batch.order;

/**
 * What a policy may look at: rows of one evaluation, as they wait.
 *
 * @param number counts evaluations in the order they came
 * @param jobNumber counts jobs in the order they came
 * @param longest whether no others have waited longer
 * @param run counts the runs; the one to be put together now
 * @param patient whether throughput matters to the job more than the wait (class BATCH)
 * @param surplusRows rows that the tenant has been served beyond the one of those waiting, in this
 *     class, that has been served least; at least 0
 * @param rows of the evaluation
 * @param rowsLeft rows that the job still needs, these included, as far as it can be believed
 * @param waitedNanos how long the job has waited for its turn, over all its evaluations
 * @param slackNanos until the job's deadline; negative past it, {@link Demand#NO_DEADLINE} without
 * @param cadence every how many runs the job can be in one: 2 if it comes back while the next run
 *     goes on already
 * @param pace how fast rows go
 */
public record Claim(
    long number,
    long jobNumber,
    boolean longest,
    long run,
    boolean patient,
    long surplusRows,
    int rows,
    long rowsLeft,
    long waitedNanos,
    long slackNanos,
    double cadence,
    Pace pace) {

  /** The time the job needs if it never waits for others from now on. */
  double neededNanos() {
    double evaluations = Math.ceil((double) rowsLeft / rows);
    return (1 + (evaluations - 1) * cadence) * pace.runNanos();
  }
}
