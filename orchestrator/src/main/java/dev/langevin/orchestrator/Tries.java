package dev.langevin.orchestrator;

import static dev.langevin.orchestrator.OrchestratorException.Stop.DRAINED;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Does one thing until it works, is refused twice, or patience is at an end. The first repetition
 * comes at once, for another replica is likely to do; then pauses double.
 */
public final class Tries {
  /** The most times a replica may fail at the same work before the work is suspected. */
  static final int MOST_FAILURES = 5;

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final long until;
  private final Runnable check;
  private Duration pause = Duration.ZERO;
  private int failures;
  private OrchestratorException refusal;

  private Tries(Duration patience, Runnable check) {
    this.until = System.nanoTime() + patience.toNanos();
    this.check = check;
  }

  /**
   * Calls until it returns.
   *
   * @param patience how long faults of the environment are waited out
   * @param check throws when the caller has to stop; called between tries
   * @throws OrchestratorException of kind JOB when two answers agree that the work is at fault, of
   *     kind ATTEMPT when replicas keep failing at it, of kind ENVIRONMENT when patience ends, and
   *     whatever {@code check} throws
   */
  public static <T> T until(Duration patience, Runnable check, Supplier<T> call) {
    Tries tries = new Tries(patience, check);
    while (true) {
      try {
        return call.get();
      } catch (OrchestratorException e) {
        tries.failed(e);
      }
    }
  }

  /** Sleeps; an interrupt says that the orchestrator closes. */
  public static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw OrchestratorException.stopped(DRAINED);
    }
  }

  private void failed(OrchestratorException e) {
    switch (e.kind()) {
      case JOB, ATTEMPT, STOPPED -> throw e;
      case ANSWER -> refused(e);
      case REPLICA -> {
        if (++failures >= MOST_FAILURES) {
          throw OrchestratorException.attempt(
              failures + " replicas failed at it; " + e.getMessage(), e);
        }
        pause(e);
      }
      case ENVIRONMENT -> pause(e);
    }
  }

  private void refused(OrchestratorException e) {
    if (refusal != null) {
      throw e.asJobs();
    }
    refusal = e;
    check.run();
  }

  private void pause(OrchestratorException e) {
    if (System.nanoTime() - until >= 0) {
      throw e.kind() == OrchestratorException.Kind.ENVIRONMENT
          ? e
          : OrchestratorException.environment(e.getMessage(), e);
    }
    check.run();
    sleep(pause);
    pause = pause.isZero() ? SHORTEST_PAUSE : pause.multipliedBy(2);
    pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }
}
