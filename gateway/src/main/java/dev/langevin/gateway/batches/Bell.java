package dev.langevin.gateway.batches;

import java.util.concurrent.Semaphore;

/** Says that something may have changed since it was last waited for; how often is not counted. */
final class Bell {
  private final Semaphore rung = new Semaphore(0);

  void ring() {
    if (rung.availablePermits() == 0) {
      rung.release();
    }
  }

  /** Waits until it was rung since the last wait. */
  void await() throws InterruptedException {
    rung.acquire();
    rung.drainPermits();
  }
}
