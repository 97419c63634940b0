package dev.langevin.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What to do on Ctrl-C and SIGTERM: the actions registered last run first, in at most {@link
 * #LIMIT}, and then the process ends.
 */
public final class Interruption {
  /** The whole way from the signal to the end of the process. */
  static final Duration LIMIT = Duration.ofSeconds(9);

  private final Deque<Runnable> actions = new ArrayDeque<>();
  private boolean interrupted;
  private boolean finished;
  private int exitCode = -1;

  /** Lets the JVM's shutdown run the actions, unless {@link #finished} came first. */
  public Interruption install() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::shutDown, "interruption"));
    return this;
  }

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

  /** An interruption from now on ends the process with {@code code} instead of 130 or 143. */
  public synchronized void endsWith(ExitCode code) {
    exitCode = code.number();
  }

  /** Whether the process is being ended from outside. */
  public synchronized boolean interrupted() {
    return interrupted;
  }

  /** The command is done; the shutdown that follows is no interruption. */
  public synchronized void finished() {
    finished = true;
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
  }

  private synchronized Runnable next() {
    return actions.poll();
  }

  private void shutDown() {
    synchronized (this) {
      if (finished) {
        return;
      }
    }
    Thread worker = Thread.ofPlatform().daemon().start(this::interrupt);
    try {
      if (!worker.join(LIMIT)) {
        Runtime.getRuntime().halt(ExitCode.INTERRUPTED.number());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (exitCode >= 0) {
      System.out.flush();
      System.err.flush();
      Runtime.getRuntime().halt(exitCode);
    }
  }

  /** Undoes {@link #on}. */
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
