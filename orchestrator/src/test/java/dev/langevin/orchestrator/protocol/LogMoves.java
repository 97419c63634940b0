package dev.langevin.orchestrator.protocol;

import dev.langevin.orchestrator.protocol.Records.Fate;
import dev.langevin.orchestrator.protocol.State.Budget;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What happens to the log by itself: late writes, compaction, and restatements by readers. */
final class LogMoves {
  private final Records records;
  private final Conduct conduct;

  LogMoves(Records records, Conduct conduct) {
    this.records = records;
    this.conduct = conduct;
  }

  /**
   * Appends. A record that everybody refuses is left out once there is no compaction to come, which
   * alone could show it to anybody.
   */
  State append(State s, int record) {
    boolean hidden =
        s.budget().compactions() == 0
            && IntStream.rangeClosed(0, s.budget().compacted())
                .allMatch(
                    since -> records.fate(s.log().end(since, records), record) != Fate.ACCEPTED);
    return hidden ? s : s.with(s.log().append(record));
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
    if (s.budget().compactions() > 0) {
      compact(s, moves);
      if (conduct.restates()) {
        restate(s, moves);
      }
    }
  }

  private void compact(State s, Model.Moves<State> moves) {
    Budget b = s.budget();
    int compaction = b.compacted() + 1;
    for (int end = 2; end <= s.log().size(); end++) {
      Log compacted = s.log().compact(end, compaction);
      if (!compacted.equals(s.log()) && (!conduct.compactsLate() || allRestated(s.log(), end))) {
        moves.to(
            s.with(compacted)
                .with(new Budget(b.faults(), b.compactions() - 1, compaction, b.cancels())),
            true,
            "the log is compacted up to offset %d",
            end,
            0);
      }
    }
  }

  /**
   * Whether every refused record before the end was followed by the winner, anywhere: a day has
   * passed since, and readers restate within seconds.
   */
  private boolean allRestated(Log log, int end) {
    for (int offset = 0; offset < end; offset++) {
      if (log.fate(offset, 0, records) == Fate.REFUSED && !restated(log, offset)) {
        return false;
      }
    }
    return true;
  }

  private boolean restated(Log log, int refused) {
    return IntStream.range(refused + 1, log.size())
        .anyMatch(offset -> log.fate(offset, 0, records) != Fate.REFUSED);
  }

  /** Some reader that has read all appends the winner; which one does not matter. */
  private void restate(State s, Model.Moves<State> moves) {
    int last = s.log().size() - 1;
    readers(s)
        .filter(since -> last >= 0 && s.log().fate(last, since, records) == Fate.REFUSED)
        .forEach(
            since ->
                moves.to(
                    s.with(s.log().append(s.log().end(since, records))),
                    false,
                    "a reader that refused the last record appends the winner again",
                    0,
                    0));
  }

  private static Stream<Integer> readers(State s) {
    return Stream.concat(
            s.gateways().stream().map(Gateway::since), s.slots().stream().map(Orchestrator::since))
        .distinct();
  }
}
