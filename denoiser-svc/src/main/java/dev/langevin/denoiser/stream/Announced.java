package dev.langevin.denoiser.stream;

import dev.langevin.denoiser.DenoiserException;

/**
 * What a stream says it will still ask for, held against what it then asks for. Rows that it did
 * not announce are reckoned to come again, so that a stream which always says that it is nearly
 * done is served like one that has as much ahead as it has had.
 */
final class Announced {
  /** More than a thousand steps of sixteen images with all conditionings and corrections need. */
  private static final long MOST = 1 << 24;

  private long expected = Long.MAX_VALUE;
  private long unannounced;

  /**
   * Rows that are likely to come after a step.
   *
   * @param rows of the step
   * @param said what the step says comes after it
   */
  long after(int rows, long said) {
    if (said > MOST) {
      throw DenoiserException.invalid("remaining_rows", said, "in 0.." + MOST);
    }
    unannounced += Math.max(0, rows + said - expected);
    expected = said;
    return said + unannounced;
  }
}
