package dev.langevin.orchestrator.flight;

import dev.langevin.v1.Priority;
import java.time.Instant;
import java.util.Comparator;

/**
 * Who goes first: interactive jobs before batch ones, then the nearer deadline. The most urgent is
 * the least.
 *
 * @param priority the job's class; interactive if it has none
 * @param deadline when it is given up
 */
public record Urgency(Priority priority, Instant deadline) implements Comparable<Urgency> {
  private static final Comparator<Urgency> ORDER =
      Comparator.comparing((Urgency u) -> u.priority == Priority.PRIORITY_BATCH)
          .thenComparing(Urgency::deadline);

  @Override
  public int compareTo(Urgency other) {
    return ORDER.compare(this, other);
  }
}
