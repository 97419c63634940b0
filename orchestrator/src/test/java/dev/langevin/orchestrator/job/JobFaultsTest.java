package dev.langevin.orchestrator.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import dev.langevin.internal.v1.DecodeRequest;
import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.orchestrator.OrchestratorException.Stop;
import dev.langevin.orchestrator.loop.Prediction;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong around a job, and what becomes of it. */
class JobFaultsTest {
  private final World world = new World();

  @ParameterizedTest
  @ValueSource(strings = {"", " ..", "../etc", "A", "a/b"})
  void job_idThatNoStateCanBeWrittenFor_isNoJob(String id) {
    Work work = world.work("g1", World.request()).toBuilder().setGenerationId(id).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> world.run(work))
        .withMessageStartingWith("generation_id: " + id);
  }

  @Test
  void job_withoutAWorkId_isNoJob() {
    Work work = world.work("g1", World.request()).toBuilder().clearWorkId().build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> world.run(work))
        .withMessageStartingWith("work_id: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ddim", "ddpm"})
  void run_replicaFailsInMidStep_sameLatentsToTheBit(String sampler) {
    var request = World.request().toBuilder().setSampler(sampler).build();
    Work calm = world.queued(world.work("calm", request));
    world.run(calm);
    world.denoisers.asked.clear();
    world.denoisers.openings.clear();
    world.denoisers.script =
        (number, replica, rows) -> {
          if (number == 4 || number == 5 || number == 9) {
            throw OrchestratorException.replica("gone", null);
          }
          return FakeDenoisers.predict(rows);
        };

    Work stormy = world.queued(world.work("stormy", request));
    assertThat(world.run(stormy)).isEqualTo(Outcome.DONE);

    assertThat(world.latents(stormy).getFirst()).isEqualTo(world.latents(calm).getFirst());
    assertThat(world.denoisers.asked).hasSize(13);
    assertThat(world.denoisers.openings).hasSize(4);
  }

  @Test
  void run_notANumberFromOneReplica_asksAnotherAndBlamesIt() {
    world.denoisers.script =
        (number, replica, rows) -> {
          Prediction prediction = FakeDenoisers.predict(rows);
          if (replica.equals("one") && number >= 3) {
            prediction.outputs()[1][5] = Float.NaN;
          }
          return prediction;
        };
    Work work = world.queued(world.work("g1", World.request()));

    world.run(work);

    assertThat(world.generation(work).getState()).isEqualTo(State.STATE_SUCCEEDED);
    assertThat(world.denoisers.blamed).containsExactly("one");
  }

  @Test
  void run_notANumberFromTwoReplicas_failsNamingTheStep() {
    world.denoisers.script =
        (number, replica, rows) -> {
          Prediction prediction = FakeDenoisers.predict(rows);
          if (number >= 3) {
            prediction.outputs()[0][5] = Float.POSITIVE_INFINITY;
          }
          return prediction;
        };
    Work work = world.queued(world.work("g1", World.request()));

    assertThat(world.run(work)).isEqualTo(Outcome.DONE);

    assertFailed(work, "MODEL_OUTPUT_NOT_FINITE", "step 4 of 10");
    assertThat(world.denoisers.asked).hasSize(5);
    assertThat(world.denoisers.blamed).isEmpty();
  }

  @Test
  void run_notANumberFromTheOnlyReplica_costsAnAttemptAndNotTheJob() {
    World lonely = new World("one");
    lonely.denoisers.script =
        (number, replica, rows) -> {
          Prediction prediction = FakeDenoisers.predict(rows);
          if (number == 3 || number == 4) {
            prediction.outputs()[0][5] = Float.NaN;
          }
          return prediction;
        };
    Work work = lonely.queued(lonely.work("g1", World.request()));

    assertThat(lonely.run(work)).isEqualTo(Outcome.RELEASED);
    assertThat(lonely.folded(work).getFailedAttempts()).isEqualTo(1);
    assertThat(lonely.run(work)).isEqualTo(Outcome.DONE);
    assertThat(lonely.generation(work).getState()).isEqualTo(State.STATE_SUCCEEDED);
  }

  @Test
  void run_storeFull_waitsOrIsGivenBackAtNoCostAndFinishesWhenThereIsRoom() {
    List<DecodeRequest> refused = new ArrayList<>();
    boolean[] full = {true};
    world.decoder.before =
        request -> {
          if (full[0]) {
            refused.add(request);
            throw OrchestratorException.environment("decoder it: STORE_FULL: /data is full", null);
          }
        };
    Work work = world.queued(world.work("g1", World.request()));

    assertThat(world.run(work)).isEqualTo(Outcome.FAULTED);
    assertThat(refused).hasSizeGreaterThan(1);
    assertThat(world.generation(work).getState()).isEqualTo(State.STATE_QUEUED);
    assertThat(world.folded(work).getFailedAttempts()).isZero();

    full[0] = false;
    assertThat(world.run(work)).isEqualTo(Outcome.DONE);
    assertThat(world.generation(work).getState()).isEqualTo(State.STATE_SUCCEEDED);
  }

  @Test
  void run_outputsOfTheWrongSize_failsWhenTwoAgree() {
    world.denoisers.script =
        (number, replica, rows) -> new Prediction(new float[rows.count()][3], 1, 1);
    Work work = world.queued(world.work("g1", World.request()));

    world.run(work);

    assertFailed(work, "MODEL_OUTPUT_MISFIT", "3 elements, not 128");
  }

  @Test
  void stop_drained_givesBackAtNoCostAndRunsAgain() {
    Work work = world.queued(world.work("g1", World.request()));
    Job first = world.job(work);
    world.denoisers.script =
        (number, replica, rows) -> {
          if (number == 2) {
            first.stop(Stop.DRAINED);
          }
          return FakeDenoisers.predict(rows);
        };

    assertThat(first.run()).isEqualTo(Outcome.RELEASED);

    Snapshot released = world.folded(work);
    assertThat(released.getGeneration().getState()).isEqualTo(State.STATE_QUEUED);
    assertThat(released.getReleased()).isTrue();
    assertThat(world.denoisers.asked).hasSize(3);
    assertThat(world.run(work)).isEqualTo(Outcome.DONE);
    assertThat(world.folded(work).getAttempt()).isEqualTo(2);
    assertThat(world.folded(work).getFailedAttempts()).isZero();
    assertThat(world.generation(work).getState()).isEqualTo(State.STATE_SUCCEEDED);
  }

  @Test
  void run_takenOverByAHigherAttempt_stopsAndLetsGo() {
    Work work = world.queued(world.work("g1", World.request()));
    world.denoisers.script =
        (number, replica, rows) -> {
          if (number == 3) {
            world.generations.move("g1", s -> Snapshots.claim(work, s, "other", world.now));
          }
          return FakeDenoisers.predict(rows);
        };

    assertThat(world.run(work)).isEqualTo(Outcome.RELEASED);

    assertThat(world.denoisers.asked).hasSize(4);
    assertThat(world.folded(work).getClaim()).isEqualTo("other");
    assertThat(world.decoder.stored).isEmpty();
  }

  @Test
  void run_afterAnAbandonedAttempt_countsItAndSucceeds() {
    Work work = world.queued(world.work("g1", World.request()));
    world.generations.move("g1", s -> Snapshots.claim(work, s, "dead", world.now));

    assertThat(world.run(work)).isEqualTo(Outcome.DONE);

    assertThat(world.folded(work).getAttempt()).isEqualTo(2);
    assertThat(world.folded(work).getFailedAttempts()).isEqualTo(1);
    assertThat(world.generation(work).getState()).isEqualTo(State.STATE_SUCCEEDED);
  }

  @Test
  void run_endedWhileTheOnlyAttemptWasDead_sweepsWhatThatLeft() {
    Work work = world.queued(world.work("g1", World.request()));
    world.generations.move("g1", s -> Snapshots.claim(work, s, "dead", world.now));
    world.decoder.stored.put("g1/0-stray", new byte[1]);
    world.generations.move("g1", s -> Snapshots.cancelled(s, world.now));

    assertThat(world.run(work)).isEqualTo(Outcome.DONE);

    assertThat(world.generation(work).getState()).isEqualTo(State.STATE_CANCELLED);
    assertThat(world.decoder.stored).isEmpty();
  }

  @Test
  void run_afterFiveAbandonedAttempts_failsWithoutAStep() {
    Work work = world.queued(world.work("g1", World.request()));
    for (int i = 0; i < 5; i++) {
      String nonce = "dead" + i;
      world.generations.move("g1", s -> Snapshots.claim(work, s, nonce, world.now));
    }

    assertThat(world.run(work)).isEqualTo(Outcome.DONE);

    assertFailed(work, "ATTEMPTS_EXHAUSTED", "5 attempts");
    assertThat(world.decoder.stored).isEmpty();
  }

  @Test
  void run_noReplicaForLongerThanPatience_givesBackAtNoCost() {
    world.denoisers.available = (opening, avoid) -> false;
    Work work = world.queued(world.work("g1", World.request()));

    assertThat(world.run(work)).isEqualTo(Outcome.FAULTED);

    assertThat(world.generation(work).getState()).isEqualTo(State.STATE_QUEUED);
    assertThat(world.folded(work).getFailedAttempts()).isZero();
  }

  @Test
  void run_replicasFailAtTheSameStepAgainAndAgain_costsAnAttempt() {
    world.denoisers.script =
        (number, replica, rows) -> {
          throw OrchestratorException.replica("died of it", null);
        };
    world.patience = java.time.Duration.ofSeconds(20);
    Work work = world.queued(world.work("g1", World.request()));

    assertThat(world.run(work)).isEqualTo(Outcome.RELEASED);

    assertThat(world.generation(work).getState()).isEqualTo(State.STATE_QUEUED);
    assertThat(world.folded(work).getFailedAttempts()).isEqualTo(1);
    assertThat(world.denoisers.asked).hasSize(5);
  }

  @Test
  void run_storeRefusesForAWhile_succeedsOnceItTakes() {
    List<Integer> refusals = new ArrayList<>();
    world.patience = java.time.Duration.ofSeconds(20);
    world.decoder.before =
        request -> {
          if (refusals.size() < 2) {
            refusals.add(1);
            throw OrchestratorException.environment("the store is full", null);
          }
        };
    Work work = world.queued(world.work("g1", World.request()));

    assertThat(world.run(work)).isEqualTo(Outcome.DONE);

    assertThat(world.generation(work).getState()).isEqualTo(State.STATE_SUCCEEDED);
  }

  @Test
  void run_encoderOrDecoderCanNotUseTheModel_failsWithItsReason() {
    world.decoder.before =
        request -> {
          throw OrchestratorException.answer("MODEL_UNUSABLE", "vae_decoder: odd", null);
        };
    Work undecoded = world.queued(world.work("g1", World.request()));
    assertThat(world.run(undecoded)).isEqualTo(Outcome.DONE);
    assertFailed(undecoded, "MODEL_UNUSABLE", "vae_decoder: odd");

    world.encoder =
        (request, avoid) -> {
          throw OrchestratorException.answer("MODEL_UNUSABLE", "vocab.json: odd", null);
        };
    Work unencoded = world.queued(world.work("g2", World.request()));
    assertThat(world.run(unencoded)).isEqualTo(Outcome.DONE);
    assertFailed(unencoded, "MODEL_UNUSABLE", "vocab.json: odd");
  }

  @Test
  void run_unexpectedException_costsAnAttempt() {
    world.encoder =
        (request, avoid) -> {
          throw new IllegalStateException("a bug");
        };
    Work work = world.queued(world.work("g1", World.request()));

    assertThat(world.run(work)).isEqualTo(Outcome.RELEASED);

    assertThat(world.folded(work).getFailedAttempts()).isEqualTo(1);
  }

  private void assertFailed(Work work, String reason, String message) {
    Generation failed = world.generation(work);
    assertThat(failed.getState()).isEqualTo(State.STATE_FAILED);
    assertThat(failed.getError().getReason()).isEqualTo(reason);
    assertThat(failed.getError().getMessage()).contains(message);
  }
}
