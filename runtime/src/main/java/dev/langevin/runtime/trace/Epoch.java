package dev.langevin.runtime.trace;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What {@link System#nanoTime} lacks to nanoseconds since 1970. Taken anew now and then: a machine
 * that slept, or whose clock was put right, has another.
 */
final class Epoch {
  private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private record Taken(long nanos, long offset) {}

  private final LongSupplier nanoTime;
  private final InstantSource clock;
  private volatile Taken taken;

  Epoch(LongSupplier nanoTime, InstantSource clock) {
    this.nanoTime = nanoTime;
    this.clock = clock;
    this.taken = take();
  }

  /** As it was within the last second. */
  long offset() {
    Taken last = taken;
    if (nanoTime.getAsLong() - last.nanos() > KEPT_NANOS) {
      last = take();
      taken = last;
    }
    return last.offset();
  }

  /** Nanoseconds since 1970. */
  static long nanos(Instant time) {
    return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
  }

  private Taken take() {
    long now = nanoTime.getAsLong();
    return new Taken(now, nanos(clock.instant()) - now);
  }
}
