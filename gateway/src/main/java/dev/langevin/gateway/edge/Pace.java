package dev.langevin.gateway.edge;

import java.time.Duration;

/**
 * How long a sender may be waited for: it may be silent for a while, and has to keep up a rate
 * besides, or a byte now and then would hold its place for good.
 *
 * @param patience for nothing at all
 * @param bytesPerSecond what each byte that came adds to it
 */
record Pace(Duration patience, long bytesPerSecond) {
  private static final double NANOS = 1e9;

  /**
   * The rest of it, in nanoseconds; negative when it is over.
   *
   * @param bytes that came
   * @param waitedNanos for them
   */
  long left(long bytes, long waitedNanos) {
    return patience.toNanos() + (long) (NANOS * bytes / bytesPerSecond) - waitedNanos;
  }
}
