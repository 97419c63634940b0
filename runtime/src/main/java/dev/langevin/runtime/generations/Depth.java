package dev.langevin.runtime.generations;

import java.time.Instant;

/**
 * How many generations of a kind have not ended.
 *
 * @param waiting those that are queued
 * @param running those that run
 * @param oldest when the first of those that are queued was created; {@link Instant#MAX} if none is
 */
public record Depth(int waiting, int running, Instant oldest) {
  /** None. */
  public static final Depth NONE = new Depth(0, 0, Instant.MAX);

  /** With one more that is queued. */
  Depth waits(Instant created) {
    return new Depth(waiting + 1, running, created.isBefore(oldest) ? created : oldest);
  }

  /** With one more that runs. */
  Depth runs() {
    return new Depth(waiting, running + 1, oldest);
  }

  /** Both together. */
  public Depth and(Depth other) {
    return new Depth(
        waiting + other.waiting,
        running + other.running,
        oldest.isBefore(other.oldest) ? oldest : other.oldest);
  }
}
