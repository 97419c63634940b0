package dev.langevin.runtime.management;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/** Platform threads, so that virtual ones that hog their carriers hold nothing up; not many. */
final class BoundedThreads implements Executor, AutoCloseable {
  private final Semaphore room;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().name("management-", 0).daemon().factory());

  /**
   * @param most tasks at a time; the next one is rejected
   */
  BoundedThreads(int most) {
    room = new Semaphore(most);
  }

  @Override
  public void execute(Runnable task) {
    if (!room.tryAcquire()) {
      throw new RejectedExecutionException("too many requests at a time");
    }
    try {
      threads.execute(
          () -> {
            try {
              task.run();
            } finally {
              room.release();
            }
          });
    } catch (RejectedExecutionException e) {
      room.release();
      throw e;
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
