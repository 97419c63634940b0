package dev.langevin.denoiser.batch.order;

/**
 * How fast rows go at present.
 *
 * @param rowNanos the time of a row: of a run, divided among its rows
 * @param runNanos the time of a run
 */
public record Pace(double rowNanos, double runNanos) {
  /** Before anything has been run. */
  public static final Pace UNKNOWN = new Pace(10e6, 40e6);

  /** The share of the latest run in the means. */
  private static final double LATEST = 1.0 / 8;

  /** After one more run. */
  public Pace after(int rows, long nanos) {
    if (equals(UNKNOWN)) {
      return new Pace((double) nanos / rows, nanos);
    }
    return new Pace(
        rowNanos + LATEST * ((double) nanos / rows - rowNanos),
        runNanos + LATEST * (nanos - runNanos));
  }
}
