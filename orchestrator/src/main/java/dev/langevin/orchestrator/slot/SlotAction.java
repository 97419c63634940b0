package dev.langevin.orchestrator.slot;

import dev.langevin.orchestrator.job.Outcome;

/** What a slot does. */
public sealed interface SlotAction {
  /** Start the job thread with the delivered record. */
  record Start() implements SlotAction {}

  /** Renew the record's lock. */
  record Renew() implements SlotAction {}

  /** Tell the broker what became of the record. */
  record Acknowledge(Outcome outcome) implements SlotAction {}

  /** Ask the job to stop after the running evaluation. */
  record AskToStop() implements SlotAction {}

  /** Interrupt the job: its lock is gone. */
  record Abandon() implements SlotAction {}

  /** Interrupt the job: it had its time to stop. */
  record Interrupt() implements SlotAction {}

  /** Close the consumer, so that it acquires nothing; it is opened again with the next poll. */
  record CloseConsumer() implements SlotAction {}
}
