package dev.langevin.orchestrator.loop;

/**
 * How a job waits for an evaluation.
 *
 * @param since when it began to, as {@link System#nanoTime}
 * @param check called now and then while it waits; may throw to end it
 */
public record Waiting(long since, Runnable check) {}
