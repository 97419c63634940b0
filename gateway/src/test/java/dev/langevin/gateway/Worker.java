package dev.langevin.gateway;

import dev.langevin.runtime.generations.Subscription;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** Ends the jobs that are queued from now on as an orchestrator would, with one picture. */
final class Worker implements AutoCloseable {
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Subscription subscription;

  Worker(TestFleet fleet, Predicate<Generation> taken) {
    subscription =
        fleet.log.listenToAll(
            snapshot -> {
              if (snapshot.getGeneration().getState() == State.STATE_QUEUED
                  && taken.test(snapshot.getGeneration())) {
                thread.execute(() -> fleet.succeed(snapshot.getGeneration().getId()));
              }
            });
  }

  @Override
  public void close() {
    subscription.close();
    thread.shutdownNow();
  }
}
