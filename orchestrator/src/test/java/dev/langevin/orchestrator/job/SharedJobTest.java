package dev.langevin.orchestrator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.events.v1.ProgressEvent;
import dev.langevin.events.v1.Work;
import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.orchestrator.OrchestratorException.Stop;
import dev.langevin.orchestrator.flight.Flights;
import dev.langevin.orchestrator.job.Crowd.Running;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Priority;
import dev.langevin.v1.Warning;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs that ask for the same share their evaluations, and nobody can tell by the pictures. */
class SharedJobTest {
  private static final GenerationRequest REQUEST =
      World.request().toBuilder()
          .setSampler("ddpm")
          .setPriority(Priority.PRIORITY_INTERACTIVE)
          .build();
  private static final GenerationRequest BATCH =
      REQUEST.toBuilder().setPriority(Priority.PRIORITY_BATCH).putLabels("for", "later").build();

  private final World world = new World();
  private final Crowd crowd = new Crowd(world);
  private byte[] alone;

  @BeforeEach
  void makeOneAlone() {
    Work calm = world.queued(world.work("calm", REQUEST));
    world.run(calm);
    alone = world.latents(calm).getFirst();
    world.denoisers.asked.clear();
    world.denoisers.openings.clear();
    world.progress.clear();
  }

  @Test
  void run_newcomerInMidCourse_takesWhatIsThere() throws Exception {
    AtomicReference<Running> late = new AtomicReference<>();
    at(4, () -> late.set(crowd.board("late", BATCH, 2)));

    Running early = crowd.start("early", REQUEST);

    assertSucceeded(early);
    assertSucceeded(late.get());
    assertThat(world.denoisers.asked).hasSize(10);
    assertThat(world.denoisers.openings).hasSize(1);
    assertThat(world.flights.open()).isZero();
  }

  @Test
  void run_shared_isToldAndItsTimeIsDivided() throws Exception {
    AtomicReference<Running> late = new AtomicReference<>();
    at(4, () -> late.set(crowd.board("late", BATCH, 2)));

    Running early = crowd.start("early", REQUEST);
    early.end();
    late.get().end();

    // Ten evaluations of two rows, a millisecond each; the last six for both.
    assertThat(generation(early).getTiming().getNetwork().getNanos()).isEqualTo(14_000_000);
    assertThat(generation(late.get()).getTiming().getNetwork().getNanos()).isEqualTo(6_000_000);
    assertThat(generation(late.get()).getTiming().getMeanBatchRows()).isEqualTo(8);
    assertThat(generation(late.get()).getProgress().getBatchRows()).isEqualTo(8);
    assertThat(shared(early)).startsWith("6 of 10 evaluations were made once for this");
    assertThat(shared(late.get())).startsWith("10 of 10 evaluations were made once for this");
    assertThat(generation(late.get()).getModelDigest()).isEqualTo("digest");
    assertThat(generation(late.get()).getNumericsId()).isEqualTo("numerics");
  }

  @Test
  void run_alone_saysNothing() throws Exception {
    Running only = crowd.start("only", REQUEST);

    assertSucceeded(only);
    assertThat(generation(only).getWarningsList()).isEmpty();
  }

  @Test
  void run_follower_tellsItsOwnProgress() throws Exception {
    AtomicReference<Running> late = new AtomicReference<>();
    at(0, () -> late.set(crowd.board("late", BATCH, 2)));
    at(5, () -> Crowd.until(() -> claimed("early") && claimed("late")));
    from(6, () -> Crowd.until(late.get()::waits));

    Running early = crowd.start("early", REQUEST);
    early.end();

    Crowd.until(() -> told("late") == 10);
    assertThat(told("early")).isEqualTo(10);
  }

  @Test
  void run_notSharing_eachAsksForItself() throws Exception {
    world.flights = new Flights<>(false);
    AtomicReference<Running> late = new AtomicReference<>();
    at(4, () -> late.set(crowd.start("late", BATCH)));

    Running early = crowd.start("early", REQUEST);

    assertSucceeded(early);
    assertSucceeded(late.get());
    assertThat(world.denoisers.asked).hasSize(20);
  }

  @Test
  void run_leaderCancelled_followerGoesOn() throws Exception {
    AtomicReference<Running> late = new AtomicReference<>();
    at(4, () -> late.set(crowd.board("late", REQUEST, 2)));
    at(6, () -> world.generations.move("early", s -> Snapshots.cancelled(s, world.now)));

    Running early = crowd.start("early", REQUEST);

    assertThat(early.end()).isEqualTo(Outcome.DONE);
    assertThat(generation(early).getState()).isEqualTo(State.STATE_CANCELLED);
    assertSucceeded(late.get());
    assertThat(world.denoisers.asked).hasSize(10);
    assertThat(shared(late.get())).startsWith("7 of 10");
  }

  @Test
  void run_followerCancelled_leaderGoesOn() throws Exception {
    AtomicReference<Running> late = new AtomicReference<>();
    at(4, () -> late.set(crowd.board("late", REQUEST, 2)));
    at(6, () -> world.generations.move("late", s -> Snapshots.cancelled(s, world.now)));

    Running early = crowd.start("early", REQUEST);

    assertSucceeded(early);
    late.get().end();
    assertThat(generation(late.get()).getState()).isEqualTo(State.STATE_CANCELLED);
    assertThat(world.decoder.stored.keySet()).noneMatch(name -> name.startsWith("late/"));
    assertThat(world.denoisers.asked).hasSize(10);
  }

  @Test
  void run_leadersLockLost_followerAsksForTheSameEvaluation() throws Exception {
    AtomicReference<Running> late = new AtomicReference<>();
    at(4, () -> late.set(crowd.board("late", REQUEST, 2)));
    at(
        6,
        () -> {
          throw OrchestratorException.stopped(Stop.LOCK_LOST);
        });

    Running early = crowd.start("early", REQUEST);

    assertThat(early.end()).isEqualTo(Outcome.RELEASED);
    assertSucceeded(late.get());
    assertThat(world.denoisers.asked).hasSize(11);
  }

  @Test
  void run_leaderFails_followerTriesForItself() throws Exception {
    AtomicReference<Running> late = new AtomicReference<>();
    at(4, () -> late.set(crowd.board("late", REQUEST, 2)));
    at(
        6,
        () -> {
          throw OrchestratorException.job("ODD", "only this once");
        });

    Running early = crowd.start("early", REQUEST);

    assertThat(early.end()).isEqualTo(Outcome.DONE);
    assertThat(generation(early).getState()).isEqualTo(State.STATE_FAILED);
    assertSucceeded(late.get());
  }

  @Test
  void run_noDenoiser_followerHasNoMorePatienceThanAlone() throws Exception {
    world.patience = java.time.Duration.ofMillis(400);
    AtomicReference<Running> late = new AtomicReference<>();
    at(4, () -> late.set(crowd.board("late", REQUEST, 2)));
    from(
        6,
        () -> {
          throw OrchestratorException.environment("no denoiser", null);
        });

    Running early = crowd.start("early", REQUEST);

    assertThat(early.end()).isEqualTo(Outcome.FAULTED);
    int asked = world.denoisers.asked.size();
    assertThat(late.get().end()).isEqualTo(Outcome.FAULTED);
    assertThat(world.denoisers.asked).hasSizeLessThanOrEqualTo(asked + 1);
    assertThat(world.folded(late.get().work()).getFailedAttempts()).isZero();
  }

  @Test
  void run_allDrained_eachKeepsItsOwnAndTheyMeetAgain() throws Exception {
    AtomicReference<Running> late = new AtomicReference<>();
    at(4, () -> late.set(crowd.board("late", REQUEST, 2)));
    AtomicReference<Running> early = new AtomicReference<>();
    at(
        6,
        () -> {
          Crowd.until(() -> early.get() != null && late.get().waits());
          Crowd.until(() -> claimed("early") && claimed("late"));
          late.get().job().stop(Stop.DRAINED);
          early.get().job().stop(Stop.DRAINED);
        });
    Work work = world.queued(world.work("early", REQUEST));
    early.set(crowd.start(work));

    assertThat(early.get().end()).isEqualTo(Outcome.RELEASED);
    assertThat(late.get().end()).isEqualTo(Outcome.RELEASED);
    assertThat(world.blobs.blobs.keySet())
        .containsExactlyInAnyOrder("ea/early/000001-000007", "la/late/000001-000007");
    world.denoisers.asked.clear();
    AtomicReference<Running> again = new AtomicReference<>();
    at(1, () -> again.set(crowd.start(late.get().work())));
    at(2, () -> Crowd.until(() -> world.flights.aboard() == 2));
    Running first = crowd.start(work);

    assertSucceeded(first);
    assertSucceeded(again.get());
    assertThat(world.denoisers.asked).hasSize(3);
    assertThat(world.blobs.blobs).isEmpty();
  }

  @Test
  void run_interactiveNewcomer_doesNotWaitBehindTheBatch() throws Exception {
    AtomicReference<Running> urgent = new AtomicReference<>();
    AtomicReference<Running> patient = new AtomicReference<>();
    world.denoisers.queue =
        (waiting, number) -> {
          if (number == 4) {
            urgent.set(crowd.start("urgent", REQUEST));
            Crowd.until(() -> urgent.get().outcome().isDone());
            waiting.run(); // as every second, for one that waits in the queue
          }
        };
    patient.set(crowd.start("patient", BATCH));

    assertSucceeded(patient.get());
    assertSucceeded(urgent.get());
    assertThat(world.denoisers.openings)
        .extracting(Opening::priority)
        .containsExactly(Priority.PRIORITY_BATCH, Priority.PRIORITY_INTERACTIVE);
    assertThat(world.denoisers.asked).hasSize(11);
  }

  @Test
  void run_denoiserWithOtherBitsTakesOver_bothSaySo() throws Exception {
    AtomicReference<Running> late = new AtomicReference<>();
    at(4, () -> late.set(crowd.board("late", REQUEST, 2)));
    at(
        6,
        () -> {
          world.denoisers.numericsId = "others";
          throw OrchestratorException.replica("gone", null);
        });

    Running early = crowd.start("early", REQUEST);

    assertSucceeded(early);
    assertSucceeded(late.get());
    for (Running each : List.of(early, late.get())) {
      assertThat(generation(each).getNumericsId()).isEqualTo("numerics others");
      assertThat(generation(each).getWarningsList())
          .extracting(Warning::getReason)
          .containsExactly("NUMERICS_CHANGED", "EVALUATIONS_SHARED");
    }
  }

  private void at(int number, Runnable what) {
    FakeDenoisers.Script before = world.denoisers.script;
    world.denoisers.script =
        (now, replica, rows) -> {
          if (now == number) {
            what.run();
          }
          return before.answer(now, replica, rows);
        };
  }

  private void from(int number, Runnable what) {
    FakeDenoisers.Script before = world.denoisers.script;
    world.denoisers.script =
        (now, replica, rows) -> {
          if (now >= number) {
            what.run();
          }
          return before.answer(now, replica, rows);
        };
  }

  private boolean claimed(String id) {
    return world.generations.get(id).filter(s -> s.getAttempt() > 0).isPresent();
  }

  private int told(String id) {
    synchronized (world.progress) {
      return world.progress.stream()
          .filter(event -> event.getGenerationId().equals(id))
          .map(ProgressEvent::getProgress)
          .mapToInt(progress -> progress.getEvaluation())
          .max()
          .orElse(0);
    }
  }

  private void assertSucceeded(Running running) throws Exception {
    assertThat(running.end()).isEqualTo(Outcome.DONE);
    assertThat(generation(running).getState()).isEqualTo(State.STATE_SUCCEEDED);
    assertThat(world.latents(running.work())).containsExactly(alone);
  }

  private Generation generation(Running running) {
    return world.generation(running.work());
  }

  private String shared(Running running) {
    return generation(running).getWarningsList().stream()
        .filter(warning -> warning.getReason().equals("EVALUATIONS_SHARED"))
        .map(Warning::getMessage)
        .findFirst()
        .orElseThrow();
  }
}
