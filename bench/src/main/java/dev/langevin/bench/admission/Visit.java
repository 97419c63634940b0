package dev.langevin.bench.admission;

import dev.langevin.v1.Generation;
import java.time.Duration;
import java.time.Instant;

/**
 * A job from outside.
 *
 * @param accepted when the gateway accepted it, by its own word
 * @param evaluated when its maker saw that its first evaluation was done
 * @param end how it ended
 */
record Visit(Instant accepted, Instant evaluated, Generation end) {
  double delayMillis() {
    return Duration.between(accepted, evaluated).toNanos() / 1e6;
  }
}
