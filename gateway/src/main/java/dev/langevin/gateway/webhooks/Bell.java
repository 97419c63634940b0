package dev.langevin.gateway.webhooks;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes the one who sends; rings that nobody waits for are one. */
final class Bell {
  private final Semaphore rung = new Semaphore(0);

  /** Never blocks. */
  void ring() {
    if (rung.availablePermits() == 0) {
      rung.release();
    }
  }

  /** Waits until it rings, or this long. */
  void await(long millis) throws InterruptedException {
    if (rung.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
      rung.drainPermits();
    }
  }
}
