package dev.langevin.orchestrator.protocol;

import dev.langevin.orchestrator.protocol.Records.Fate;
import java.util.List;

/** Appends to the log, and writes whose writers no longer wait. */
final class LogMoves {
  private final Records records;
  private final boolean compacting;

  /**
   * @param compacting whether compaction may show somebody what was refused
   */
  LogMoves(Records records, boolean compacting) {
    this.records = records;
    this.compacting = compacting;
  }

  /** Appends. Without compaction, nobody ever sees what everybody refuses, so it is left out. */
  State append(State s, int record) {
    boolean seen = compacting || records.fate(s.log().end(0, records), record) == Fate.ACCEPTED;
    return seen ? s.with(s.log().append(record)) : s;
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
  }
}
