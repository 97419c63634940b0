package dev.langevin.bench.chaos.wire;

/**
 * How a connection is.
 *
 * @param delayMillis what is sent arrives later by this time at least, in each direction
 * @param bytesPerSecond what goes through in each direction, at most; 0 for no limit
 */
public record Conditions(int delayMillis, int bytesPerSecond) {
  /** Undamaged. */
  public static final Conditions GOOD = new Conditions(0, 0);

  private static final long MILLIS = 1000;

  /** How long {@code bytes} that have just been read are to be kept back. */
  long holdMillis(int bytes) {
    return delayMillis + (bytesPerSecond == 0 ? 0 : MILLIS * bytes / bytesPerSecond);
  }
}
