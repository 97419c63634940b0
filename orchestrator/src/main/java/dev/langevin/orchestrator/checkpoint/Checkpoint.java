package dev.langevin.orchestrator.checkpoint;

import dev.langevin.sampling.State;
import java.util.List;

/**
 * A job between two evaluations. It holds the states themselves, which nobody changes, so that one
 * is made in no time and turned into bytes elsewhere.
 *
 * @param origin what it is of
 * @param states of all images, at the same evaluation
 */
public record Checkpoint(Origin origin, List<State> states) {
  /** Keeps a copy of the list. */
  public Checkpoint {
    states = List.copyOf(states);
    if (states.isEmpty()
        || states.stream().mapToInt(State::evaluation).distinct().count() != 1
        || states.stream().mapToInt(s -> s.x().length).distinct().count() != 1) {
      throw new IllegalArgumentException("the states are not of one evaluation and one size");
    }
  }

  /** The evaluation that comes next. */
  public int evaluation() {
    return states.getFirst().evaluation();
  }

  /** How it is stored. */
  public byte[] toBytes() {
    return CheckpointFormat.write(this);
  }

  /**
   * Reads what {@link #toBytes()} wrote.
   *
   * @throws CorruptCheckpointException for anything else
   */
  public static Checkpoint fromBytes(byte[] bytes) throws CorruptCheckpointException {
    return CheckpointFormat.read(bytes);
  }
}
