package dev.langevin.orchestrator.protocol;

import dev.langevin.orchestrator.slot.SlotState;

/**
 * An orchestrator with one slot.
 *
 * @param since compactions before it began to read the log
 * @param read offsets that it has read
 * @param slot the production state; its times count from now
 * @param work the work id of the record that was delivered; NONE if none is at hand
 * @param job the job thread; null without
 */
record Orchestrator(int since, int read, SlotState slot, int work, Attempting job) {

  static Orchestrator fresh(int since) {
    return new Orchestrator(since, 0, new SlotState.Idle(0), State.NONE, null);
  }

  Orchestrator having(int offsets) {
    return new Orchestrator(since, offsets, slot, work, job);
  }

  Orchestrator with(SlotState next) {
    return new Orchestrator(since, read, next, work, job);
  }

  Orchestrator with(Attempting next) {
    return new Orchestrator(since, read, slot, work, next);
  }

  Orchestrator delivered(int next) {
    return new Orchestrator(since, read, slot, next, null);
  }

  Orchestrator idle() {
    return new Orchestrator(since, read, slot, State.NONE, null);
  }
}
