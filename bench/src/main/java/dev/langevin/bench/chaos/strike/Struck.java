package dev.langevin.bench.chaos.strike;

import dev.langevin.bench.chaos.schedule.Fault;

/**
 * A fault as it happened.
 *
 * @param fault what was meant
 * @param from when it began, ms since the faults' beginning
 * @param to when it was over and the process started again, likewise; {@link Long#MAX_VALUE} while
 *     it lasts
 * @param endedMillis how long the process took to end when it was asked to; 0 where it was not, and
 *     {@link #NEVER} if it had to be killed
 */
public record Struck(Fault fault, long from, long to, long endedMillis) {
  /** It did not end by itself. */
  public static final long NEVER = Long.MAX_VALUE;
}
