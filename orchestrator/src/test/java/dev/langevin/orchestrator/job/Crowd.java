package dev.langevin.orchestrator.job;

import dev.langevin.events.v1.Work;
import dev.langevin.v1.GenerationRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Several jobs at a time in one world. */
final class Crowd {
  private static final long PATIENCE = TimeUnit.MINUTES.toNanos(1);

  /**
   * A job that runs.
   *
   * @param thread that it runs on
   */
  record Running(Work work, Job job, Thread thread, CompletableFuture<Outcome> outcome) {
    /** Whether it has taken what there is, and waits for more. */
    boolean waits() {
      return thread.getState() == Thread.State.TIMED_WAITING;
    }

    Outcome end() throws Exception {
      return outcome.get(1, TimeUnit.MINUTES);
    }
  }

  private final World world;

  Crowd(World world) {
    this.world = world;
    world.denoisers.available = (opening, avoid) -> true;
  }

  /** Starts a job. */
  Running start(String id, GenerationRequest request) {
    return start(world.queued(world.work(id, request)));
  }

  Running start(Work work) {
    Job job = world.job(work);
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    Thread thread = Thread.ofVirtual().start(() -> outcome.complete(job.run()));
    return new Running(work, job, thread, outcome);
  }

  /** Starts one, and waits until so many are in flight. */
  Running board(String id, GenerationRequest request, int aboard) {
    Running running = start(id, request);
    until(() -> world.flights.aboard() == aboard);
    return running;
  }

  static void until(BooleanSupplier met) {
    long end = System.nanoTime() + PATIENCE;
    while (!met.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("it does not come");
      }
      LockSupport.parkNanos(200_000);
    }
  }
}
