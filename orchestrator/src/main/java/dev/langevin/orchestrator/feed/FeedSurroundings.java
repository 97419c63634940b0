package dev.langevin.orchestrator.feed;

import dev.langevin.runtime.batches.BatchLog;
import dev.langevin.runtime.batches.FeedQueue;
import dev.langevin.runtime.generations.Acceptance;
import dev.langevin.runtime.generations.GenerationLog;
import java.time.InstantSource;

/**
 * What feeding needs.
 *
 * @param batches the log of batches
 * @param generations the log of their lines' generations
 * @param acceptance makes a line a generation
 * @param queue where a batch is handed to another feeder
 * @param lines where lines are kept
 * @param clock the time
 * @param leastWaiting lines of a batch that may always be enqueued and not have begun; 1 or more
 */
public record FeedSurroundings(
    BatchLog batches,
    GenerationLog generations,
    Acceptance acceptance,
    FeedQueue queue,
    LineStore lines,
    InstantSource clock,
    int leastWaiting) {}
