package dev.langevin.gateway.edge;

import io.vertx.core.Context;
import java.time.Duration;
import java.util.Optional;

/** Whether an event loop goes round: it is asked to say so, and has some time for that. */
final class Pulse {
  /** What an event loop does takes microseconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Context loop;
  private volatile boolean answered = true;
  private long askedNanos;

  Pulse(Context loop) {
    this.loop = loop;
  }

  /** What is wrong with it; empty if nothing is known to be. Never waits. */
  synchronized Optional<String> wrong() {
    long now = System.nanoTime();
    if (answered) {
      answered = false;
      askedNanos = now;
      loop.runOnContext(nothing -> answered = true);
    }
    long silent = now - askedNanos;
    return silent > PATIENCE.toNanos()
        ? Optional.of("the event loop has done nothing for %d s".formatted(silent / 1_000_000_000))
        : Optional.empty();
  }
}
