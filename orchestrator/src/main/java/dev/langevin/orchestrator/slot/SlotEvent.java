package dev.langevin.orchestrator.slot;

import dev.langevin.orchestrator.job.Outcome;

/** What happens to a slot. */
public sealed interface SlotEvent {
  /** A work record was delivered. */
  record Delivered() implements SlotEvent {}

  /** Time has passed; nothing else happened. */
  record Tick() implements SlotEvent {}

  /**
   * Time has passed, and what jobs need is not all there.
   *
   * @param what what is missing
   */
  record Unready(String what) implements SlotEvent {}

  /**
   * The job thread is done.
   *
   * @param outcome what is to become of the record
   */
  record Ended(Outcome outcome) implements SlotEvent {}

  /** The broker no longer counts the record as ours, or cannot be reached. */
  record LockLost() implements SlotEvent {}

  /** The orchestrator closes. */
  record Drain() implements SlotEvent {}
}
