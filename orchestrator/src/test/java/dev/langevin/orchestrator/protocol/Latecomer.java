package dev.langevin.orchestrator.protocol;

import dev.langevin.orchestrator.protocol.Records.Fate;
import java.util.stream.IntStream;

/**
 * A reader that begins a day later, after compaction: it took everything up to a record that all
 * others had refused, and left that one, so that this reader takes it for the state. From there it
 * folds all that comes, refused by others or not, until it knows what they know. It tells nobody
 * anything before; one such reader stands for all, since readers do not hear of each other.
 *
 * @param phase how far it is
 * @param view what it takes for the state; NONE before
 * @param restated the winner that another reader has appended again, and that is on its way; NONE
 *     if there is none
 * @param overruled whether that tells of the record that made {@code view} the state
 */
record Latecomer(Phase phase, int view, int restated, boolean overruled) {
  enum Phase {
    /** There is none, or it knows what the others know. */
    NOBODY,
    /** It will begin with the next record that is refused. */
    TO_COME,
    /** It knows something else. */
    ASTRAY
  }

  static final Latecomer NOBODY = new Latecomer(Phase.NOBODY, Records.NONE, Records.NONE, false);
  static final Latecomer TO_COME = new Latecomer(Phase.TO_COME, Records.NONE, Records.NONE, false);

  /**
   * A record is in the log.
   *
   * @param refused whether others refuse it
   * @param end what they know then
   */
  Latecomer reads(int record, boolean refused, int end, Records rules) {
    return switch (phase) {
      case NOBODY -> this;
      case TO_COME -> refused ? knowing(record, end) : this;
      case ASTRAY -> rules.fate(view, record) == Fate.ACCEPTED ? knowing(record, end) : this;
    };
  }

  /** A reader that has read everything appends the winner again. */
  Latecomer restating(int winner) {
    return new Latecomer(phase, view, winner, true);
  }

  /** The winner that was appended again is in the log. */
  Latecomer readsRestated(int end, Records rules) {
    int base = overruled ? rules.overruled(view, restated) : view;
    return rules.fate(base, restated) == Fate.ACCEPTED
        ? new Latecomer(phase, view, Records.NONE, false).knowing(restated, end)
        : new Latecomer(phase, view, Records.NONE, false);
  }

  /** Whether it would know what others know, if they told it now. */
  boolean canBeHelped(int end, Records rules) {
    return phase != Phase.ASTRAY
        || (rules.restates() && rules.fate(rules.overruled(view, end), end) == Fate.ACCEPTED);
  }

  /** The records that it holds, or is about to read. */
  int[] known() {
    return IntStream.of(view, restated).filter(record -> record != Records.NONE).toArray();
  }

  private Latecomer knowing(int record, int end) {
    return record == end ? NOBODY : new Latecomer(Phase.ASTRAY, record, restated, false);
  }
}
