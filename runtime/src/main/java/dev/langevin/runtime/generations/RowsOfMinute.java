package dev.langevin.runtime.generations;

import java.time.Instant;

/**
 * How many rows were asked for within the last minute, by the second in which their generations
 * were created. Thread-safe.
 */
final class RowsOfMinute {
  /** Seconds that count. */
  static final int SECONDS = 60;

  private final long[] seconds = new long[SECONDS];
  private final long[] rows = new long[SECONDS];

  /**
   * Counts a generation's; one of long ago counts for nothing.
   *
   * @param second of its creation, since 1970
   */
  synchronized void add(long second, long more) {
    int place = Math.floorMod(second, SECONDS);
    if (seconds[place] < second) {
      seconds[place] = second;
      rows[place] = 0;
    }
    if (seconds[place] == second) {
      rows[place] += more;
    }
  }

  /** Those of the minute before {@code now}. */
  synchronized long within(Instant now) {
    long sum = 0;
    for (int i = 0; i < SECONDS; i++) {
      sum += counts(i, now) ? rows[i] : 0;
    }
    return sum;
  }

  /** In how many seconds so many of them will be over a minute old; 0 if there are not so many. */
  synchronized int secondsUntil(long fewer, Instant now) {
    long left = fewer;
    long oldest = now.getEpochSecond() - SECONDS + 1;
    for (int i = 0; i < SECONDS && left > 0; i++) {
      int place = Math.floorMod(oldest + i, SECONDS);
      left -= counts(place, now) ? rows[place] : 0;
      if (left <= 0) {
        return i + 1;
      }
    }
    return 0;
  }

  private boolean counts(int place, Instant now) {
    return seconds[place] > now.getEpochSecond() - SECONDS;
  }
}
