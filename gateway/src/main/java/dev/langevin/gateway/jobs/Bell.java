package dev.langevin.gateway.jobs;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes the one thread that waits; rings that nobody waited for are one. */
public final class Bell {
  private final Semaphore rung = new Semaphore(0);

  /** Never blocks. */
  public void ring() {
    if (rung.availablePermits() == 0) {
      rung.release();
    }
  }

  /** Waits until it was rung since the last wait. */
  public void await() throws InterruptedException {
    rung.acquire();
    rung.drainPermits();
  }

  /** The same, for so long at most. */
  public void await(long millis) throws InterruptedException {
    if (rung.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
      rung.drainPermits();
    }
  }
}
