/**
 * {@code langevin bench scheduling}: orders of service and placement in virtual time, with the code
 * that the denoiser and the orchestrator run.
 */
package dev.langevin.bench.scheduling;
