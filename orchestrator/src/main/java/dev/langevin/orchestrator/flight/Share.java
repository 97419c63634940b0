package dev.langevin.orchestrator.flight;

import dev.langevin.orchestrator.loop.Effort;

/**
 * A job's part in a flight.
 *
 * @param effort what was evaluated while it was on board, the time shared among all who were
 * @param shared how many of its evaluations were not made for it alone
 */
public record Share(Effort effort, int shared) {}
