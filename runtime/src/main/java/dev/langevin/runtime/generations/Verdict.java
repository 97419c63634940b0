package dev.langevin.runtime.generations;

import dev.langevin.events.v1.Snapshot;

/** What the fold makes of one record of {@code generations}. */
public sealed interface Verdict {
  /**
   * The record is the generation's new state.
   *
   * @param snapshot the record
   */
  record Accepted(Snapshot snapshot) implements Verdict {}

  /** The record repeats the state; it changes nothing. */
  record Unchanged() implements Verdict {}

  /**
   * The record does not count; the state stays as it was.
   *
   * @param reason why, for a log or an error message
   */
  record Refused(String reason) implements Verdict {}
}
