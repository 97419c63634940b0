package dev.langevin.denoiser.batch;

import java.util.concurrent.locks.ReentrantLock;

/** What all models of a denoiser run on, one run at a time. */
public final class Device {
  private final ReentrantLock lock = new ReentrantLock(true);
  private volatile long lastWorkNanos = System.nanoTime();
  private volatile boolean used;

  /** Takes the device, in turn. */
  public void take() {
    lock.lock();
  }

  /** Gives it back. */
  public void giveBack() {
    lock.unlock();
  }

  /** Notes that rows of a job have been run. */
  void worked() {
    used = true;
    lastWorkNanos = System.nanoTime();
  }

  /** Whether rows of a job have ever been run. */
  boolean used() {
    return used;
  }

  /** How long no rows of a job have been run. */
  long quietNanos() {
    return System.nanoTime() - lastWorkNanos;
  }
}
