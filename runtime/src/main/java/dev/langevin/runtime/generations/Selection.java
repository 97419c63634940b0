package dev.langevin.runtime.generations;

import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import java.util.Set;

/**
 * Which generations a list shows.
 *
 * @param states only those in one of these; empty for all
 * @param reasons only those that failed with one of these; empty for all
 */
public record Selection(Set<State> states, Set<String> reasons) {
  /** All of them. */
  public static final Selection ALL = new Selection(Set.of(), Set.of());

  /** Those in one of these states; all if none is given. */
  public static Selection of(State... states) {
    return new Selection(Set.of(states), Set.of());
  }

  /**
   * Whether it holds a generation.
   *
   * @param reason its {@link Generation#getError error's}; empty if it has not failed
   */
  boolean holds(State state, String reason) {
    return (states.isEmpty() || states.contains(state))
        && (reasons.isEmpty() || reasons.contains(reason));
  }
}
