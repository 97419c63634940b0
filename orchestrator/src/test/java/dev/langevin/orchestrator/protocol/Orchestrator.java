package dev.langevin.orchestrator.protocol;

import dev.langevin.orchestrator.slot.SlotState;

/**
 * An orchestrator with one slot.
 *
 * @param read offsets that it has read
 * @param slot the production state; its times count from now
 * @param work the work id of the record that was delivered; NONE if none is at hand
 * @param job the job thread; null without
 */
record Orchestrator(int read, SlotState slot, int work, Attempting job) {
  static final Orchestrator FIRST = new Orchestrator(0, new SlotState.Idle(0), State.NONE, null);

  /** Takes no work before it has read the log to its end, as it is now. */
  static Orchestrator fresh(State s) {
    return new Orchestrator(s.log().size(), new SlotState.Idle(0), State.NONE, null);
  }

  Orchestrator having(int offsets) {
    return new Orchestrator(offsets, slot, work, job);
  }

  Orchestrator with(SlotState next) {
    return new Orchestrator(read, next, work, job);
  }

  Orchestrator with(Attempting next) {
    return new Orchestrator(read, slot, work, next);
  }

  Orchestrator delivered(int next) {
    return new Orchestrator(read, slot, next, null);
  }

  Orchestrator idle() {
    return new Orchestrator(read, slot, State.NONE, null);
  }
}
