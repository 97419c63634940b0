package dev.langevin.gateway.edge;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Whether jobs can be taken, as it was found a moment ago: anybody may ask, and the answer costs a
 * look at Kafka. Thread-safe; who comes while another looks waits for what it finds.
 */
final class Readiness implements BooleanSupplier {
  private static final long KEPT = Duration.ofSeconds(1).toNanos();

  private final BooleanSupplier ready;
  private boolean known;
  private long since;
  private boolean value;

  /**
   * @param ready looks; may take seconds
   */
  Readiness(BooleanSupplier ready) {
    this.ready = ready;
  }

  @Override
  public synchronized boolean getAsBoolean() {
    if (!known || System.nanoTime() - since >= KEPT) {
      value = ready.getAsBoolean();
      since = System.nanoTime();
      known = true;
    }
    return value;
  }
}
