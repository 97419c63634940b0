package dev.langevin.denoiser.batch;

import java.util.concurrent.locks.ReentrantLock;

/** What all models of a denoiser run on, one run at a time. */
public final class Device {
  private final ReentrantLock lock = new ReentrantLock(true);
  private volatile long lastWorkNanos = System.nanoTime();

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
    lastWorkNanos = System.nanoTime();
  }

  /** How long no rows of a job have been run. */
  long quietNanos() {
    return System.nanoTime() - lastWorkNanos;
  }
}
