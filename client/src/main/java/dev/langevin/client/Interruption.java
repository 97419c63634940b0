package dev.langevin.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;

/**
 * What to do on Ctrl-C, SIGTERM and SIGHUP: the actions registered last run first, in at most
 * {@link #LIMIT}, and then the process ends. A second signal ends it at once.
 */
public final class Interruption {
  /** The whole way from the signal to the end of the process. */
  static final Duration LIMIT = Duration.ofSeconds(9);

  private final Deque<Runnable> actions = new ArrayDeque<>();
  private final CountDownLatch acted = new CountDownLatch(1);
  private boolean interrupted;
  private volatile int exitCode = -1;

  /**
   * Registers {@code action} until the result is closed; runs it at once, in a thread of its own,
   * if it is too late.
   */
  public Registration on(Runnable action) {
    synchronized (this) {
      if (!interrupted) {
        actions.push(action);
        return () -> {
          synchronized (this) {
            actions.remove(action);
          }
        };
      }
    }
    Thread.ofPlatform().daemon().start(action);
    return () -> {};
  }

  /**
   * An interruption from now on ends the process with {@code code} instead of 128 and its number.
   */
  public synchronized void endsWith(ExitCode code) {
    exitCode = code.number();
  }

  /** Whether the process is being ended from outside. */
  public synchronized boolean interrupted() {
    return interrupted;
  }

  /** If there is an interruption, waits until its actions have run. */
  public void awaitActions() throws InterruptedException {
    if (interrupted()) {
      acted.await();
    }
  }

  /** Runs the actions. */
  public void interrupt() {
    synchronized (this) {
      interrupted = true;
    }
    for (Runnable action = next(); action != null; action = next()) {
      try {
        action.run();
      } catch (RuntimeException e) {
        // The process ends; the other actions still matter.
      }
    }
    acted.countDown();
  }

  private synchronized Runnable next() {
    return actions.poll();
  }

  /**
   * Runs the actions and ends the process. It is halted: what had to be closed is, and shutdown
   * hooks that free native libraries would do so under what is still starting.
   *
   * @param signalled the exit code unless {@link #endsWith} set one
   */
  void end(int signalled) {
    int code = exitCode >= 0 ? exitCode : signalled;
    if (!interrupted()) {
      try {
        Thread.ofPlatform().daemon().start(this::interrupt).join(LIMIT);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    System.out.flush();
    System.err.flush();
    Runtime.getRuntime().halt(code);
  }

  /** Undoes {@link #on}. */
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
