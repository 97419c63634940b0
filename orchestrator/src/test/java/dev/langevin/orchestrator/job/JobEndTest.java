package dev.langevin.orchestrator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Jobs that end in another way than with their pictures. */
class JobEndTest {
  private final World world = new World();

  @Test
  void run_cancelledMidway_stopsBeforeTheNextEvaluation() {
    Work work = world.queued(world.work("g1", World.request()));
    world.denoisers.script =
        (number, replica, rows) -> {
          if (number == 4) {
            world.generations.move("g1", s -> Snapshots.cancelled(s, world.now));
          }
          return FakeDenoisers.predict(rows);
        };

    assertThat(world.run(work)).isEqualTo(Outcome.DONE);

    assertThat(world.denoisers.asked).hasSize(5);
    assertThat(world.generation(work).getState()).isEqualTo(State.STATE_CANCELLED);
    assertThat(world.decoder.stored).isEmpty();
  }

  @Test
  void run_cancelledWhileStoring_leavesNoArtifact() {
    Work work = world.queued(world.work("g1", World.request().toBuilder().setCount(2).build()));
    AtomicBoolean cancelled = new AtomicBoolean(); // the pictures are stored side by side
    world.decoder.before =
        request -> {
          if (cancelled.compareAndSet(false, true)) {
            world.generations.move("g1", s -> Snapshots.cancelled(s, world.now));
          }
        };

    assertThat(world.run(work)).isEqualTo(Outcome.DONE);

    assertThat(world.generation(work).getState()).isEqualTo(State.STATE_CANCELLED);
    assertThat(world.decoder.stored).isEmpty();
  }

  @Test
  void run_flaggedPictures_endsFilteredAndKeepsNothing() {
    world.decoder.flagged.addAll(Set.of(1, 2));
    Work work = world.queued(world.work("g1", World.request().toBuilder().setCount(4).build()));

    assertThat(world.run(work)).isEqualTo(Outcome.DONE);

    Generation done = world.generation(work);
    assertThat(done.getState()).isEqualTo(State.STATE_FILTERED);
    assertThat(done.getFilteredImagesList()).containsExactly(1, 2);
    assertThat(done.getError().getReason()).isEqualTo("PICTURE_FILTERED");
    assertThat(done.getError().getMessage()).contains("flagged image 1, 2 of 4");
    assertThat(done.getArtifactsList()).isEmpty();
    assertThat(done.hasEndTime()).isTrue();
    assertThat(world.decoder.stored).as("those that were not flagged are swept").isEmpty();
    assertThat(world.run(work)).as("delivered again").isEqualTo(Outcome.DONE);
    assertThat(world.generation(work)).isEqualTo(done);
  }

  @Test
  void run_endedBeforeItBegins_costsNothing() {
    Work work = world.queued(world.work("g1", World.request()));
    world.generations.move("g1", s -> Snapshots.cancelled(s, world.now));

    assertThat(world.run(work)).isEqualTo(Outcome.DONE);

    assertThat(world.encoded).isEmpty();
    assertThat(world.denoisers.asked).isEmpty();
  }

  @Test
  void run_foreignWorkRecord_leavesTheGenerationAlone() {
    world.queued(world.work("g1", World.request()));
    Work foreign = world.work("g1", World.request()).toBuilder().setWorkId("other").build();

    assertThat(world.run(foreign)).isEqualTo(Outcome.DONE);

    assertThat(world.generation(foreign).getState()).isEqualTo(State.STATE_QUEUED);
    assertThat(world.denoisers.asked).isEmpty();
  }

  @Test
  void run_deadlinePassedInTheQueue_failsWithoutAStep() {
    Work work = world.queued(world.work("g1", World.request()));
    world.now = world.now.plusSeconds(3600);

    assertThat(world.run(work)).isEqualTo(Outcome.DONE);

    assertFailed(work, "DEADLINE_EXCEEDED", "2026-11-21T13:00:00Z");
    assertThat(world.encoded).isEmpty();
  }

  @Test
  void run_deadlinePassedAndNobodyKnowsOfIt_isNotRaisedFromTheDead() {
    Work work = world.work("g1", World.request());
    world.now = world.now.plusSeconds(3600);

    assertThat(world.run(work)).isEqualTo(Outcome.DONE);

    assertThat(world.generations.get("g1")).isEmpty();
  }

  @Test
  void run_deletedWhileItWaited_costsNothing() {
    Work work = world.queued(world.work("g1", World.request()));
    world.generations.move("g1", s -> Snapshots.cancelled(s, world.now));
    Snapshot stub = world.generations.move("g1", s -> Snapshots.deleted(s, world.now));

    assertThat(world.run(work)).isEqualTo(Outcome.DONE);

    assertThat(world.folded(work)).isEqualTo(stub);
    assertThat(world.encoded).isEmpty();
  }

  @Test
  void run_deadlinePassesMidway_failsBeforeTheNextEvaluation() {
    Work work = world.queued(world.work("g1", World.request()));
    world.denoisers.script =
        (number, replica, rows) -> {
          world.now = world.now.plusSeconds(1000);
          return FakeDenoisers.predict(rows);
        };

    world.run(work);

    assertFailed(work, "DEADLINE_EXCEEDED", "");
    assertThat(world.denoisers.asked).hasSize(4);
  }

  private void assertFailed(Work work, String reason, String message) {
    Generation failed = world.generation(work);
    assertThat(failed.getState()).isEqualTo(State.STATE_FAILED);
    assertThat(failed.getError().getReason()).isEqualTo(reason);
    assertThat(failed.getError().getMessage()).contains(message);
  }
}
