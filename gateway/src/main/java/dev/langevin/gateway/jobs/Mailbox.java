package dev.langevin.gateway.jobs;

import dev.langevin.events.v1.ProgressEvent;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.gateway.GatewayException;
import dev.langevin.v1.Generation.State;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What one watcher has still to be told. Every snapshot is kept, in order; of progress only the
 * latest, and of previews the newest that have room, so a slow reader misses steps and never
 * states, and costs a bounded amount of memory.
 */
final class Mailbox {
  /** More state changes than a job goes through unless its reader stands still. */
  static final int LIMIT = 256;

  /** How long a success waits for its last preview, which was told before it, on another topic. */
  private static final Duration LAST_PREVIEW = Duration.ofMillis(500);

  /** Exactly one of the two is set. */
  record Letter(Snapshot snapshot, ProgressEvent progress) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Deque<Snapshot> snapshots = new ArrayDeque<>();
  private final News news;
  private final Runnable bell;
  private long version;
  private int attempt;
  private boolean full;
  private long newest = System.nanoTime();

  /** One that is waited for. */
  Mailbox() {
    this(News.PREVIEW_BYTES, () -> {});
  }

  /**
   * One that is looked into.
   *
   * @param previewBytes of previews that wait, unless a single one has more
   * @param bell told when something arrived, on the thread that brought it; must not block
   */
  Mailbox(int previewBytes, Runnable bell) {
    this.news = new News(previewBytes);
    this.bell = bell;
  }

  /**
   * Begins with how the generation stands. What was taken before and is older is dropped: a process
   * that has just started reads all the past, which is no news to who has watched elsewhere.
   */
  void begin(Snapshot now) {
    lock.lock();
    try {
      snapshots.removeIf(s -> Long.compareUnsigned(s.getVersion(), now.getVersion()) < 0);
      offer(now);
      newest -= LAST_PREVIEW.toNanos(); // nothing more will come of what has ended before
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
      news.keep(attempt);
      newest = System.nanoTime();
      full |= snapshots.size() == LIMIT;
      if (!full) {
        snapshots.add(snapshot);
      }
      arrives();
    } finally {
      lock.unlock();
    }
  }

  /** Takes progress, unless it is of an attempt that is over. */
  void offer(ProgressEvent event) {
    lock.lock();
    try {
      if (Integer.compareUnsigned(event.getAttempt(), attempt) >= 0) {
        news.add(event);
        arrives();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The next letter, as soon as there is one. */
  Letter take() throws InterruptedException {
    return take(Long.MAX_VALUE);
  }

  /** The same; null if none has come for so long. */
  Letter take(Duration most) throws InterruptedException {
    return take(most.toNanos());
  }

  /**
   * Waits for the next: snapshots before progress, but a success after its previews; and no
   * progress of an attempt before its RUNNING snapshot.
   */
  private Letter take(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long began = System.nanoTime();
      while (true) {
        Letter next = next();
        if (next != null) {
          return next;
        }
        long previewsWait = previewsWait();
        long left = nanos - (System.nanoTime() - began);
        if (left <= 0) {
          return null;
        }
        arrived.awaitNanos(previewsWait > 0 ? Math.min(left, previewsWait) : left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The next, as {@link #take}; empty if there is none yet. */
  Optional<Letter> poll() {
    lock.lock();
    try {
      return Optional.ofNullable(next());
    } finally {
      lock.unlock();
    }
  }

  /** Whether a success waits for its previews; it will not do so for long. */
  boolean heldBack() {
    lock.lock();
    try {
      return previewsWait() > 0;
    } finally {
      lock.unlock();
    }
  }

  private void arrives() {
    arrived.signal();
    bell.run();
  }

  /** Takes the next out; null if there is none yet. */
  private Letter next() {
    if (full) {
      throw GatewayException.tooSlow(
          "more than %d changes wait to be read; watch again".formatted(LIMIT));
    }
    if (!snapshots.isEmpty() && previewsWait() <= 0) {
      return new Letter(snapshots.poll(), null);
    }
    return news.any(attempt) ? new Letter(null, news.poll()) : null;
  }

  /** How long the next snapshot has to wait for previews, in nanoseconds; 0 or less if not. */
  private long previewsWait() {
    Snapshot next = snapshots.peek();
    if (next == null || next.getGeneration().getState() != State.STATE_SUCCEEDED) {
      return 0;
    }
    if (news.anyPreview()) {
      return Long.MAX_VALUE;
    }
    boolean allCame = news.newestPreview() >= next.getGeneration().getProgress().getPreviewStep();
    return allCame ? 0 : newest + LAST_PREVIEW.toNanos() - System.nanoTime();
  }
}
