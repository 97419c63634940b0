package dev.langevin.orchestrator;

import static dev.langevin.orchestrator.OrchestratorException.Stop.DRAINED;

import dev.langevin.orchestrator.OrchestratorException.Kind;
import dev.langevin.runtime.metrics.Count;
import dev.langevin.runtime.metrics.Meter;
import dev.langevin.runtime.metrics.Meters;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Does one thing until it works, is refused twice, or patience is at an end. The first repetition
 * comes at once, for another replica is likely to do; then pauses double.
 *
 * <p>An answer of no use is its replica's fault until another replica gives one for the same
 * reason. As long as others may come back, their opinion is waited for; where there is no other, or
 * none comes, the attempt is given up, so that nobody's job fails by the word of one bad replica.
 */
public final class Tries {
  /** The most times a replica may fail at the same work before the work is suspected. */
  static final int MOST_FAILURES = 5;

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final Count retries;
  private final long until;
  private final Runnable check;
  private Duration pause = Duration.ZERO;
  private int failures;
  private final Set<String> doubted = new HashSet<>();
  private final Map<String, String> useless = new HashMap<>(); // by reason, who said so
  private OrchestratorException opinion;

  private Tries(String service, Duration patience, Runnable check) {
    this.retries = Meters.ofProcess().count(Meter.RETRIES_TOTAL, service);
    this.until = System.nanoTime() + patience.toNanos();
    this.check = check;
  }

  /**
   * Calls until it returns.
   *
   * @param service who is called, for the count of retries: denoiser, text-encoder, decoder or
   *     kafka
   * @param patience how long faults of the environment are waited out
   * @param check throws when the caller has to stop; called between tries
   * @param call does it, with the names of the replicas whose answers are in doubt, which others
   *     should be asked before
   * @throws OrchestratorException of kind JOB when two answers agree that the work is at fault, of
   *     kind ATTEMPT when replicas keep failing at it, of kind ENVIRONMENT when patience ends, and
   *     whatever {@code check} throws
   */
  public static <T> T until(
      String service, Duration patience, Runnable check, Function<Set<String>, T> call) {
    Tries tries = new Tries(service, patience, check);
    while (true) {
      try {
        return call.apply(Set.copyOf(tries.doubted));
      } catch (OrchestratorException e) {
        tries.failed(e);
        tries.retries.add();
      }
    }
  }

  /** The same, for what no replica is asked. */
  public static <T> T until(String service, Duration patience, Runnable check, Supplier<T> call) {
    return until(service, patience, check, doubted -> call.get());
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
      case USELESS -> useless(e);
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
    if (opinion != null && opinion.kind() == Kind.ANSWER) {
      throw e.asJobs();
    }
    doubt(e);
  }

  private void useless(OrchestratorException e) {
    String before = useless.putIfAbsent(e.reason(), e.replica());
    if (before != null && !before.equals(e.replica())) {
      throw e.asJobs();
    }
    if (before != null) {
      throw unconfirmed(e);
    }
    doubt(e);
  }

  private void doubt(OrchestratorException e) {
    opinion = e;
    doubted.add(e.replica());
    check.run();
  }

  private static OrchestratorException unconfirmed(OrchestratorException e) {
    return OrchestratorException.attempt("no other replica could be asked; " + e.getMessage(), e);
  }

  private void pause(OrchestratorException e) {
    if (System.nanoTime() - until >= 0) {
      throw outOfPatience(e);
    }
    check.run();
    sleep(pause);
    pause = pause.isZero() ? SHORTEST_PAUSE : pause.multipliedBy(2);
    pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  private OrchestratorException outOfPatience(OrchestratorException e) {
    if (opinion != null) {
      return opinion.kind() == Kind.ANSWER ? opinion.asJobs() : unconfirmed(opinion);
    }
    return e.kind() == Kind.ENVIRONMENT ? e : OrchestratorException.environment(e.getMessage(), e);
  }
}
