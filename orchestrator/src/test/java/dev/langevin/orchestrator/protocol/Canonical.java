package dev.langevin.orchestrator.protocol;

import dev.langevin.orchestrator.protocol.Records.Fate;
import dev.langevin.orchestrator.protocol.State.Queue;
import dev.langevin.orchestrator.slot.SlotState;
import java.util.List;

/**
 * Makes one state of those that nothing that may still happen can tell apart, so that fewer have to
 * be explored.
 */
final class Canonical {
  private final Records records;
  private final boolean compacting;

  /**
   * @param compacting whether compaction may show somebody what was refused
   */
  Canonical(Records records, boolean compacting) {
    this.records = records;
    this.compacting = compacting;
  }

  State of(State s) {
    State alive = compacting || s.queue().late().isEmpty() ? s : withoutHopeless(s);
    return alive.budget().faults() == 0 ? withoutPast(alive) : alive;
  }

  /** Late writes that every reader refuses now, and will always refuse: versions only grow. */
  private State withoutHopeless(State s) {
    List<Integer> late = s.queue().late().stream().filter(record -> !hopeless(s, record)).toList();
    return s.with(new Queue(s.queue().works(), late));
  }

  private boolean hopeless(State s, int record) {
    int end = s.log().end();
    boolean outdated =
        records.ended(end)
            || (end != State.NONE
                && records.get(record).getVersion() <= records.get(end).getVersion());
    return outdated && records.fate(end, record) != Fate.ACCEPTED;
  }

  /** What all have read, and nobody will read again, is no more than what it folds into. */
  private State withoutPast(State s) {
    Orchestrator one = s.slots().get(0);
    Orchestrator two = s.slots().get(1);
    int past = Math.min(one.read(), two.read()) - 1;
    if (past < 1 || closes(one) || closes(two)) {
      return s;
    }
    return s.with(s.log().without(past))
        .with(0, one.having(one.read() - past))
        .with(1, two.having(two.read() - past));
  }

  private static boolean closes(Orchestrator slot) {
    return slot.slot() instanceof SlotState.Draining
        || (slot.slot() instanceof SlotState.Lost lost && lost.closing());
  }
}
