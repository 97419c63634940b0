package dev.langevin.bench.chaos.check;

import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;

/**
 * What a watcher was told.
 *
 * @param at when, ms since the faults' beginning
 * @param watcher who, 0 or 1
 * @param gateway by which gateway
 * @param connection counts the watcher's streams
 * @param state where the job stands
 * @param start when its present attempt began, ms since the faults' beginning; {@link #NONE} where
 *     none has
 * @param evaluation evaluations done
 * @param news whether it was progress alone
 */
public record Seen(
    long at,
    int watcher,
    int gateway,
    int connection,
    State state,
    long start,
    int evaluation,
    boolean news) {
  /** No attempt has begun. */
  public static final long NONE = Long.MIN_VALUE;

  /** Whether it is an end state. */
  public boolean end() {
    return ended(state);
  }

  /** Whether a state is an end. */
  public static boolean ended(State state) {
    return state == State.STATE_SUCCEEDED
        || state == State.STATE_FAILED
        || state == State.STATE_CANCELLED
        || state == State.STATE_FILTERED;
  }

  /** When the present attempt of a generation began, ms since {@code origin}. */
  public static long start(Generation generation, long origin) {
    return generation.hasStartTime()
        ? generation.getStartTime().getSeconds() * 1000
            + generation.getStartTime().getNanos() / 1_000_000
            - origin
        : NONE;
  }
}
