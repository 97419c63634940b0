package dev.langevin.orchestrator.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** How fast lines end, over the last minute. Used by one thread. */
final class Rate {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private record Sample(Instant when, int ended) {}

  private final Deque<Sample> samples = new ArrayDeque<>();

  /** Notes how many lines have ended by now. */
  void saw(Instant now, int ended) {
    samples.add(new Sample(now, ended));
    while (samples.size() > 2 && samples.peek().when().isBefore(now.minus(WINDOW))) {
      samples.remove();
    }
  }

  /** Begins anew, after a pause. */
  void clear() {
    samples.clear();
  }

  /** Lines per second; 0 if none has ended. */
  double perSecond() {
    if (samples.size() < 2) {
      return 0;
    }
    Sample first = samples.peekFirst();
    Sample last = samples.peekLast();
    double seconds = Duration.between(first.when(), last.when()).toMillis() / 1000.0;
    return seconds <= 0 ? 0 : (last.ended() - first.ended()) / seconds;
  }
}
