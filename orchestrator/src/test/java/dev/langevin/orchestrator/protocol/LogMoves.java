package dev.langevin.orchestrator.protocol;

import dev.langevin.orchestrator.protocol.Records.Fate;
import java.util.List;

/** Appends to the log, writes whose writers no longer wait, and compaction. */
final class LogMoves {
  private final Records records;
  private final boolean compacting;

  /**
   * @param compacting whether the log may be compacted
   */
  LogMoves(Records records, boolean compacting) {
    this.records = records;
    this.compacting = compacting;
  }

  /** Appends; the same state if nobody learns anything from the record. */
  State append(State s, int record) {
    Fate fate = records.fate(s.log().end(), record);
    State next = fate == Fate.ACCEPTED ? s.with(s.log().append(record)) : s;
    return next.with(s.latecomer().reads(record, fate == Fate.REFUSED, next.log().end(), records));
  }

  void moves(State s, Model.Moves<State> moves) {
    List<Integer> late = s.queue().late();
    for (int i = 0; i < late.size(); i++) {
      moves.to(
          append(s, late.get(i)).with(s.queue().minus(i)),
          true,
          "a write whose writer no longer waits is in the log",
          0,
          0);
    }
    if (compacting) {
      compaction(s, moves);
    }
  }

  /** That compaction shows somebody a refused record is decided before there is one. */
  private void compaction(State s, Model.Moves<State> moves) {
    int end = s.log().end();
    Latecomer latecomer = s.latecomer();
    switch (latecomer.phase()) {
      case NOBODY ->
          moves.to(
              s.with(Latecomer.TO_COME),
              true,
              "compaction will leave the next record that is refused as the first",
              0,
              0);
      case TO_COME -> {}
      case ASTRAY -> {
        if (latecomer.restated() == State.NONE) {
          moves.to(
              s.with(latecomer.restating(end)),
              true,
              "a reader is about to append the winner again",
              0,
              0);
        } else {
          moves.to(
              s.with(latecomer.readsRestated(end, records)),
              true,
              "the winner that was appended again is in the log",
              0,
              0);
        }
      }
    }
  }
}
