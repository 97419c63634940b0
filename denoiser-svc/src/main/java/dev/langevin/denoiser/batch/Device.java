package dev.langevin.denoiser.batch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What all models of a denoiser run on, one run at a time. Those who want it stand in line; the
 * first is told shortly before it is free, as far as that can be foreseen.
 */
public final class Device {
  private final Lock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final Deque<Place> line = new ArrayDeque<>();
  private Place holder;
  private boolean foreseen;
  private long freeNanos;
  private volatile boolean working;
  private volatile boolean used;
  private volatile long lastWorkNanos = System.nanoTime();

  /** Takes the device, in turn. */
  public void take() {
    place().take();
  }

  /** Gives it back. */
  public void giveBack() {
    lock.lock();
    try {
      holder.close();
    } finally {
      lock.unlock();
    }
  }

  /** A place in the line, once it is asked for anything. */
  Place place() {
    return new Place();
  }

  /** Whether rows of a job have ever been run. */
  boolean used() {
    return used;
  }

  /** How long no rows of a job have been run. */
  long quietNanos() {
    return working ? 0 : System.nanoTime() - lastWorkNanos;
  }

  /**
   * Somebody's place in the line, and then the device until it is closed. Belongs to one thread.
   */
  final class Place implements AutoCloseable {
    private boolean inLine;

    private Place() {}

    /** Waits until this place is the first and the device is free, or will be so soon. */
    void approach(long soonNanos) {
      lock.lock();
      try {
        lineUp();
        while (line.peek() != this || holder != null && left() > soonNanos) {
          if (line.peek() == this && foreseen) {
            moved.awaitNanos(left() - soonNanos);
          } else {
            moved.await();
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // too early does no harm
      } finally {
        lock.unlock();
      }
    }

    /** Waits until the device is its own. */
    void take() {
      lock.lock();
      try {
        lineUp();
        while (line.peek() != this || holder != null) {
          moved.awaitUninterruptibly();
        }
        line.remove();
        inLine = false;
        holder = this;
      } finally {
        lock.unlock();
      }
    }

    /** Notes that rows of a job run now, for an unknown time. */
    void works() {
      working = true;
    }

    /** Notes that rows of a job run now, and how long that is expected to take. */
    void works(long expectedNanos) {
      lock.lock();
      try {
        works();
        foreseen = true;
        freeNanos = System.nanoTime() + expectedNanos;
        moved.signalAll();
      } finally {
        lock.unlock();
      }
    }

    /** Leaves the line, or gives the device back. */
    @Override
    public void close() {
      lock.lock();
      try {
        if (inLine) {
          line.remove(this);
          inLine = false;
        }
        if (holder == this) {
          holder = null;
          foreseen = false;
          if (working) {
            used = true;
            lastWorkNanos = System.nanoTime();
            working = false;
          }
        }
        moved.signalAll();
      } finally {
        lock.unlock();
      }
    }

    private void lineUp() {
      if (!inLine) {
        line.add(this);
        inLine = true;
      }
    }

    private long left() {
      return foreseen ? freeNanos - System.nanoTime() : Long.MAX_VALUE;
    }
  }
}
