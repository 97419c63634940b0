package dev.langevin.runtime.generations;

import dev.langevin.events.v1.Snapshot;
import java.util.List;

/**
 * A page of generations, newest first.
 *
 * @param snapshots the page
 * @param next where the next page begins; null on the last page
 */
public record Page(List<Snapshot> snapshots, Cursor next) {}
