package dev.langevin.orchestrator.flight;

import dev.langevin.orchestrator.loop.Effort;

/**
 * A job's part in a flight.
 *
 * @param effort what was evaluated while it was on board, the time shared among all who were
 * @param shared how many of its evaluations were not made for it alone
 * @param batchRows the mean number of rows in the batches that held the newest evaluation, whoever
 *     asked for it; 0 if none was made while anybody was on board
 */
public record Share(Effort effort, int shared, double batchRows) {}
