package dev.langevin.orchestrator.feed;

import dev.langevin.internal.v1.BatchLine;

/**
 * A line and where it ends.
 *
 * @param line the line
 * @param end bytes of the blob up to its end
 */
public record PlacedLine(BatchLine line, long end) {}
