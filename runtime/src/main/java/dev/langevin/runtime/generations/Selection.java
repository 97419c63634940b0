package dev.langevin.runtime.generations;

import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which generations a list shows.
 *
 * @param tenant only this one's; empty for everybody's
 * @param states only those in one of these; empty for all
 * @param reasons only those that failed with one of these; empty for all
 * @param models only those of one of these, each a name or name@version; empty for all
 * @param samplers only those with one of these, by our names; empty for all
 * @param words only those that have all of these
 * @param after only those created after this; empty for all
 * @param before only those created before this; empty for all
 */
public record Selection(
    String tenant,
    Set<State> states,
    Set<String> reasons,
    Set<String> models,
    Set<String> samplers,
    Words words,
    Optional<Instant> after,
    Optional<Instant> before) {
  /** All of them. */
  public static final Selection ALL = of();

  /** Those in one of these states; all if none is given. */
  public static Selection of(State... states) {
    return of(Set.of(states), Set.of());
  }

  /** Those in one of these states and with one of these reasons; all for an empty set. */
  public static Selection of(Set<State> states, Set<String> reasons) {
    return new Selection(
        "", states, reasons, Set.of(), Set.of(), Words.NONE, Optional.empty(), Optional.empty());
  }

  /**
   * Whether it may hold a generation, as far as the list knows without reading it.
   *
   * @param reason its {@link Generation#getError error's}; empty if it has not failed
   * @param kind what it is of
   */
  boolean mayHold(State state, String reason, Kind kind) {
    return (states.isEmpty() || states.contains(state))
        && (reasons.isEmpty() || reasons.contains(reason))
        && (samplers.isEmpty() || samplers.contains(kind.sampler()))
        && (models.isEmpty() || models.contains(kind.model()) || models.contains(kind.name()));
  }

  /**
   * Whether generations have to be read to know which it holds: a list of 100,000 then takes tenths
   * of a second of a processor.
   */
  public boolean reads() {
    return words.count() > 0;
  }

  /** The place that all of them come after; null if they may come anywhere. */
  Cursor start() {
    return before.map(moment -> Cursor.at(moment, Cursor.LAST)).orElse(null);
  }

  /** The place that all of them come before; null if they may come anywhere. */
  Cursor end() {
    return after.map(moment -> Cursor.at(moment, "")).orElse(null);
  }
}
