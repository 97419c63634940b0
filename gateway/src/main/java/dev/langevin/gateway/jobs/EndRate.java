package dev.langevin.gateway.jobs;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.runtime.generations.Fold;
import dev.langevin.runtime.generations.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/** How fast generations end, as seen within the last minute: for when there will be room. */
public final class EndRate {
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final int MOST = 1024;

  private final InstantSource clock;
  private final Deque<Instant> ends = new ArrayDeque<>();

  /** None has ended yet. */
  public EndRate(InstantSource clock) {
    this.clock = clock;
  }

  /** Counts a generation that has just ended; others, and those of before, are not counted. */
  public void saw(Snapshot snapshot) {
    if (!Fold.ended(snapshot.getGeneration().getState()) || Fold.deleted(snapshot)) {
      return;
    }
    Instant now = clock.instant();
    if (Snapshots.instant(snapshot.getGeneration().getEndTime()).isAfter(now.minus(WINDOW))) {
      synchronized (this) {
        ends.add(now);
        forget(now);
      }
    }
  }

  /** How long it takes until so many more have ended, at this rate: 1 s to 1 min. */
  public synchronized Duration until(int more) {
    Instant now = clock.instant();
    forget(now);
    if (ends.isEmpty()) {
      return LONGEST;
    }
    double seconds = Duration.between(ends.getFirst(), now).toNanos() / 1e9 * more / ends.size();
    double bounded = Math.clamp(seconds, SHORTEST.toSeconds(), LONGEST.toSeconds());
    return Duration.ofNanos((long) (bounded * 1e9));
  }

  private void forget(Instant now) {
    while (!ends.isEmpty() && (ends.size() > MOST || ends.getFirst().isBefore(now.minus(WINDOW)))) {
      ends.removeFirst();
    }
  }
}
