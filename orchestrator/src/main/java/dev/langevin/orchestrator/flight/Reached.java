package dev.langevin.orchestrator.flight;

import dev.langevin.sampling.State;
import java.util.List;

/**
 * How far a job has come.
 *
 * @param states of all images, at the same evaluation
 * @param lineage what their bits depend on
 */
public record Reached(List<State> states, Lineage lineage) {
  /** Keeps a copy of the list. */
  public Reached {
    states = List.copyOf(states);
  }

  /** The evaluation that comes next. */
  public int evaluation() {
    return states.getFirst().evaluation();
  }

  boolean isBeyond(Reached other) {
    return evaluation() > other.evaluation();
  }
}
