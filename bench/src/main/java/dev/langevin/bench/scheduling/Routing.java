package dev.langevin.bench.scheduling;

/** Which replica a job goes to. */
enum Routing {
  /** Any. */
  RANDOM,
  /** The better of two random ones, as the orchestrator does, for good. */
  BETTER_OF_TWO,
  /** The same, and to another between two steps where that pays. */
  BETTER_OF_TWO_MOVING
}
