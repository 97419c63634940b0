package dev.langevin.client.api;

import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;

/** A generation ended without pictures: it failed, was filtered, or somebody cancelled it. */
public final class GenerationFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Generation generation;

  GenerationFailedException(Generation generation) {
    super(message(generation));
    this.generation = generation;
  }

  /** As it ended; its error has the reason. */
  public Generation generation() {
    return generation;
  }

  private static String message(Generation generation) {
    if (generation.getState() == State.STATE_CANCELLED) {
      return "generation %s was cancelled".formatted(generation.getId());
    }
    return "generation %s %s: %s: %s"
        .formatted(
            generation.getId(),
            generation.getState() == State.STATE_FILTERED ? "was filtered" : "failed",
            generation.getError().getReason(),
            generation.getError().getMessage());
  }
}
