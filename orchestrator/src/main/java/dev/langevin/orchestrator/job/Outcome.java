package dev.langevin.orchestrator.job;

/** What is to become of a work record once the job thread is done with it. */
public enum Outcome {
  /** The generation has ended, or the record does not count: it is finished. */
  DONE,
  /** Somebody should take it up again. */
  RELEASED,
  /** Somebody should take it up again, and the slot should take no work for a while. */
  FAULTED,
  /** It can't be read. */
  UNREADABLE
}
