package dev.langevin.orchestrator.feed;

import dev.langevin.events.v1.BatchPosition;
import dev.langevin.v1.Generation.State;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * The lines of a batch from the first that has not ended on, as far as they were enqueued. Their
 * ends come in any order; the settled position moves over those that have ended without a gap, so
 * that after a crash the feeder begins there and finds each later line in the log. Used by one
 * thread.
 */
final class Window {
  /** A line; null as its generation's id says that it was skipped. */
  private static final class Entry {
    private final long end;
    private final boolean skipped;
    private State state;

    private Entry(long end, boolean skipped) {
      this.end = end;
      this.skipped = skipped;
    }
  }

  private final Deque<Entry> entries = new ArrayDeque<>();
  private final Map<String, Entry> inFlight = new HashMap<>();
  private BatchPosition settled;
  private BatchPosition counts;

  /** A window that begins at a position. */
  Window(BatchPosition settled) {
    this.settled = settled;
    this.counts = settled;
  }

  /** The next line was skipped when it came in. */
  void skipped(long end) {
    entries.add(new Entry(end, true));
    counts = counts.toBuilder().setOffset(end).setLines(counts.getLines() + 1).build();
    settle();
  }

  /** The next line is a generation. */
  void enqueued(String generationId, long end) {
    Entry entry = new Entry(end, false);
    entries.add(entry);
    inFlight.put(generationId, entry);
    counts = counts.toBuilder().setOffset(end).setLines(counts.getLines() + 1).build();
  }

  /** A line's generation has ended. */
  void ended(String generationId, State state) {
    Entry entry = inFlight.remove(generationId);
    entry.state = state;
    counts = counted(counts, state);
    settle();
  }

  /** Up to where all lines have ended, and how. */
  BatchPosition settled() {
    return settled;
  }

  /** Up to where lines were enqueued, and how those that have ended did. */
  BatchPosition counts() {
    return counts;
  }

  private void settle() {
    while (!entries.isEmpty() && (entries.peek().skipped || entries.peek().state != null)) {
      Entry entry = entries.remove();
      BatchPosition next =
          settled.toBuilder().setOffset(entry.end).setLines(settled.getLines() + 1).build();
      settled = entry.skipped ? next : counted(next, entry.state);
    }
  }

  private static BatchPosition counted(BatchPosition position, State state) {
    BatchPosition.Builder next = position.toBuilder();
    switch (state) {
      case STATE_SUCCEEDED -> next.setSucceeded(position.getSucceeded() + 1);
      case STATE_FAILED -> next.setFailed(position.getFailed() + 1);
      case STATE_CANCELLED -> next.setCancelled(position.getCancelled() + 1);
      case STATE_FILTERED -> next.setFiltered(position.getFiltered() + 1);
      case STATE_QUEUED, STATE_RUNNING, STATE_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("state: " + state + " is no end");
    }
    return next.build();
  }
}
