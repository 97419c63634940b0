package dev.langevin.denoiser.batch.order;

/**
 * What comes with an evaluation, for scheduling.
 *
 * @param job whose it is
 * @param patient whether the job is of class BATCH
 * @param rowsAfter rows the job says that it will ask for after these; at least 0
 * @param slackNanos until the job's deadline, from now on; negative past it
 */
public record Demand(Job job, boolean patient, long rowsAfter, long slackNanos) {
  /** The slack of a job that has no deadline. */
  public static final long NO_DEADLINE = Long.MAX_VALUE;
}
