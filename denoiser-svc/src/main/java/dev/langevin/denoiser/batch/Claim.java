package dev.langevin.denoiser.batch;

/**
 * What an order of service may look at.
 *
 * @param patient whether throughput matters to the job more than the wait (class BATCH)
 * @param rowsLeft rows the job still needs, these included
 * @param waitedNanos how long these rows have waited
 */
public record Claim(boolean patient, long rowsLeft, long waitedNanos) {}
