package dev.langevin.orchestrator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.events.v1.Work;
import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.orchestrator.OrchestratorException.Stop;
import dev.langevin.orchestrator.job.Crowd.Running;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Priority;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs that share, and all that can happen to them, at random moments and on real threads. */
class SharedJobStressTest {
  private static final int JOBS = 8;
  private static final int BLOWS = 30;
  private static final GenerationRequest REQUEST =
      World.request().toBuilder().setSampler("ddpm").build();

  private final World world = new World();
  private final Crowd crowd = new Crowd(world);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void run_manyUnderFire_endOnceWithTheSameBits(long seed) throws Exception {
    Work calm = world.queued(world.work("calm", REQUEST));
    world.run(calm);
    world.patience = java.time.Duration.ofMinutes(1);
    world.denoisers.script =
        (number, replica, rows) -> {
          LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(300_000));
          if (ThreadLocalRandom.current().nextInt(100) < 3) {
            throw OrchestratorException.replica("gone", null);
          }
          return FakeDenoisers.predict(rows);
        };
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    List<Running> running = new ArrayList<>();
    for (int i = 0; i < JOBS; i++) {
      Priority priority =
          random.nextBoolean() ? Priority.PRIORITY_BATCH : Priority.PRIORITY_INTERACTIVE;
      running.add(crowd.start("job" + i, REQUEST.toBuilder().setPriority(priority).build()));
      LockSupport.parkNanos(random.nextInt(500_000));
    }
    for (int i = 0; i < BLOWS; i++) {
      strike(running.get(random.nextInt(JOBS)), random);
      LockSupport.parkNanos(random.nextInt(500_000));
      for (int j = 0; j < JOBS; j++) {
        running.set(j, againIfGivenBack(running.get(j), false));
      }
    }
    for (int j = 0; j < JOBS; j++) {
      Running last = running.get(j);
      while (last.end() != Outcome.DONE) {
        last = againIfGivenBack(last, true);
      }
      State state = world.generation(last.work()).getState();
      assertThat(state).isIn(State.STATE_SUCCEEDED, State.STATE_CANCELLED);
      if (state == State.STATE_SUCCEEDED) {
        assertThat(world.latents(last.work())).containsExactly(world.latents(calm).getFirst());
      }
    }
    assertThat(world.flights.open()).isZero();
  }

  private void strike(Running victim, RandomGenerator random) {
    switch (random.nextInt(5)) {
      case 0 -> cancel(victim);
      case 1, 2 -> victim.job().stop(Stop.DRAINED);
      default -> {
        victim.job().stop(Stop.LOCK_LOST);
        victim.thread().interrupt();
      }
    }
  }

  private void cancel(Running victim) {
    String id = victim.work().getGenerationId();
    world.generations.append(
        Snapshots.cancelled(world.generations.get(id).orElseThrow(), world.now));
  }

  /** What the queue does with a record that was given back. */
  private Running againIfGivenBack(Running job, boolean wait) throws Exception {
    boolean ended = wait || job.outcome().isDone();
    return ended && job.end() != Outcome.DONE ? crowd.start(job.work()) : job;
  }
}
