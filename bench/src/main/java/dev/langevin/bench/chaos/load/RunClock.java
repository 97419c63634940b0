package dev.langevin.bench.chaos.load;

/**
 * Time since the faults' beginning, on the clock that services write their times with.
 *
 * @param origin when that is, ms since 1970
 */
public record RunClock(long origin) {
  /** One that begins now. */
  public static RunClock now() {
    return new RunClock(System.currentTimeMillis());
  }

  /** How long ago it began, ms. */
  public long millis() {
    return System.currentTimeMillis() - origin;
  }
}
