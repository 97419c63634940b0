package dev.langevin.orchestrator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.events.v1.Work;
import dev.langevin.v1.Generation.State;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A job goes on at another replica between two evaluations. */
class JobMoveTest {
  private final World world = new World();

  @Test
  void run_betterReplica_goesOnThereWithTheSameBits() {
    Work calm = world.queued(world.work("calm", World.request()));
    world.run(calm);
    world.denoisers.connections.clear();
    List<Integer> left = new ArrayList<>();
    world.denoisers.better =
        (at, stepsLeft) -> {
          left.add(stepsLeft);
          return at.equals("one") && stepsLeft == 7 ? Optional.of("two") : Optional.empty();
        };

    Work moving = world.queued(world.work("moving", World.request()));
    assertThat(world.run(moving)).isEqualTo(Outcome.DONE);

    assertThat(world.generation(moving).getState()).isEqualTo(State.STATE_SUCCEEDED);
    assertThat(world.latents(moving).getFirst()).isEqualTo(world.latents(calm).getFirst());
    assertThat(world.generation(moving).getWarningsList()).isEmpty();
    List<String> expected = new ArrayList<>(List.of("open one"));
    expected.addAll(Collections.nCopies(3, "ask one"));
    expected.addAll(List.of("open two", "close one"));
    expected.addAll(Collections.nCopies(7, "ask two"));
    expected.add("close two");
    assertThat(world.denoisers.connections).isEqualTo(expected);
    assertThat(left).containsExactly(9, 8, 7, 6, 5, 4, 3, 2, 1);
  }

  @Test
  void run_noBetterReplica_keepsItsStream() {
    Work work = world.queued(world.work("g1", World.request()));
    world.run(work);

    assertThat(world.denoisers.connections)
        .hasSize(12)
        .startsWith("open one")
        .endsWith("close one");
  }
}
