package dev.langevin.gateway.jobs;

import dev.langevin.events.v1.ProgressEvent;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.gateway.GatewayException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What one watcher has still to be told. Every snapshot is kept, in order; of progress only the
 * latest, so a slow reader misses steps and never states, and costs a bounded amount of memory.
 */
final class Mailbox {
  /** More state changes than a job goes through unless its reader stands still. */
  static final int LIMIT = 256;

  /** Exactly one of the two is set. */
  record Letter(Snapshot snapshot, ProgressEvent progress) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Deque<Snapshot> snapshots = new ArrayDeque<>();
  private ProgressEvent progress;
  private long version;
  private int attempt;
  private boolean full;

  /**
   * Begins with how the generation stands. What was taken before and is older is dropped: a process
   * that has just started reads all the past, which is no news to who has watched elsewhere.
   */
  void begin(Snapshot now) {
    lock.lock();
    try {
      snapshots.removeIf(s -> Long.compareUnsigned(s.getVersion(), now.getVersion()) < 0);
      offer(now);
    } finally {
      lock.unlock();
    }
  }

  /** Takes a snapshot unless it is older than one that was taken. */
  void offer(Snapshot snapshot) {
    lock.lock();
    try {
      if (Long.compareUnsigned(snapshot.getVersion(), version) <= 0) {
        return;
      }
      version = snapshot.getVersion();
      attempt = snapshot.getAttempt();
      if (progress != null && progress.getAttempt() != attempt) {
        progress = null;
      }
      full |= snapshots.size() == LIMIT;
      if (!full) {
        snapshots.add(snapshot);
      }
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Takes progress in place of what is waiting, unless it is of an attempt that is over. */
  void offer(ProgressEvent event) {
    lock.lock();
    try {
      if (Integer.compareUnsigned(event.getAttempt(), attempt) >= 0) {
        progress = event;
        arrived.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the next: snapshots before progress, and no progress of an attempt before its RUNNING
   * snapshot.
   */
  Letter take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        if (full) {
          throw GatewayException.tooSlow(
              "more than %d changes wait to be read; watch again".formatted(LIMIT));
        }
        if (!snapshots.isEmpty()) {
          return new Letter(snapshots.poll(), null);
        }
        if (progress != null && progress.getAttempt() == attempt) {
          Letter letter = new Letter(null, progress);
          progress = null;
          return letter;
        }
        arrived.await();
      }
    } finally {
      lock.unlock();
    }
  }
}
