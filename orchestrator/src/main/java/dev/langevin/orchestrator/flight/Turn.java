package dev.langevin.orchestrator.flight;

/** What a member of a flight is to do for its next evaluation. */
public sealed interface Turn {
  /** Ask the network, for all. */
  record Lead() implements Turn {}

  /** Somebody leads: wait for what he brings. */
  record Follow() implements Turn {}

  /**
   * Go on from here: it is done.
   *
   * @param newest beyond what the member has
   */
  record Take(Reached newest) implements Turn {}
}
