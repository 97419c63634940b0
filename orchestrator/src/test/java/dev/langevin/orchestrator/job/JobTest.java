package dev.langevin.orchestrator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.orchestrator.OrchestratorException.Stop;
import dev.langevin.orchestrator.loop.Prediction;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobTest {
  private final World world = new World();

  @Test
  void run_withoutFaults_succeeds() {
    Work work = world.queued(world.work("g1", World.request()));

    assertThat(world.run(work)).isEqualTo(Outcome.DONE);

    Generation done = world.generation(work);
    assertThat(done.getState()).isEqualTo(State.STATE_SUCCEEDED);
    assertThat(done.getArtifactsList()).hasSize(1);
    assertThat(done.getTiming().getNetwork().getNanos()).isEqualTo(20_000_000);
    assertThat(done.getTiming().getMeanBatchRows()).isEqualTo(8);
    assertThat(done.getModelDigest()).isEqualTo("digest");
    assertThat(done.getNumericsId()).isEqualTo("numerics");
    assertThat(done.getProgress().getEvaluation()).isEqualTo(10);
    assertThat(done.getProgress().getStep()).isEqualTo(10);
    assertThat(done.getWarningsList()).isEmpty();
    assertThat(world.generations.states())
        .containsExactly(State.STATE_QUEUED, State.STATE_RUNNING, State.STATE_SUCCEEDED);
    assertThat(world.progress.getLast().getProgress().getEvaluation()).isEqualTo(10);
    assertThat(world.progress).allMatch(event -> event.getAttempt() == 1);
  }

  @Test
  void run_gatewayDiedBeforeItsFirstSnapshot_succeeds() {
    Work work = world.work("g1", World.request());

    assertThat(world.run(work)).isEqualTo(Outcome.DONE);

    assertThat(world.generation(work).getState()).isEqualTo(State.STATE_SUCCEEDED);
  }

  @Test
  void run_claimStillInFlight_computesMeanwhileAndStoresAfterIt() {
    CountDownLatch computed = new CountDownLatch(10);
    world.denoisers.available = (opening, avoid) -> true;
    world.denoisers.script =
        (number, replica, rows) -> {
          computed.countDown();
          return FakeDenoisers.predict(rows);
        };
    world.generations.beforeClaim = () -> await(computed);
    List<State> whenStored = new ArrayList<>();
    Work work = world.queued(world.work("g1", World.request()));
    world.decoder.before = request -> whenStored.add(world.generation(work).getState());

    assertThat(world.run(work)).isEqualTo(Outcome.DONE);

    assertThat(whenStored).containsExactly(State.STATE_RUNNING);
    assertThat(world.generation(work).getState()).isEqualTo(State.STATE_SUCCEEDED);
  }

  @Test
  void run_scaleOne_sendsNoUnconditionalRow() {
    Work work =
        world.queued(world.work("g1", World.request().toBuilder().setGuidanceScale(1).build()));

    world.run(work);

    assertThat(world.encoded).containsExactly(List.of("a red sailboat"));
    assertThat(world.denoisers.openings.getFirst().conditionings()).hasSize(1);
    assertThat(world.denoisers.asked)
        .hasSize(10)
        .allMatch(rows -> Arrays.equals(rows.conditioning(), new int[] {0}));
  }

  @Test
  void run_guided_sendsBothRowsAndTheRowsToCome() {
    Work work = world.queued(world.work("g1", World.request()));

    world.run(work);

    assertThat(world.encoded).containsExactly(List.of("a red sailboat", ""));
    assertThat(world.denoisers.asked.getFirst().conditioning()).containsExactly(0, 1);
    assertThat(world.denoisers.asked.stream().map(rows -> rows.remaining()))
        .containsExactly(18, 16, 14, 12, 10, 8, 6, 4, 2, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ddim", "ddpm", "euler_ancestral", "dpmpp_2m"})
  void run_threeImages_equalThreeSingleJobsToTheBit(String sampler) {
    var request = World.request().toBuilder().setSampler(sampler).build();
    Work three = world.queued(world.work("three", request.toBuilder().setCount(3).build()));
    world.run(three);

    List<byte[]> alone =
        IntStream.range(0, 3)
            .mapToObj(
                i ->
                    world.queued(world.work("one" + i, request.toBuilder().setSeed(7 + i).build())))
            .peek(world::run)
            .map(work -> world.latents(work).getFirst())
            .toList();

    assertThat(world.latents(three)).containsExactlyElementsOf(alone);
    assertThat(world.denoisers.asked.getFirst().latent()).containsExactly(0, 0, 1, 1, 2, 2);
  }

  @Test
  void run_lastSeed_wrapsToZero() {
    var request = World.request().toBuilder().setSeed(-1).setCount(2).build();
    Work two = world.queued(world.work("two", request));
    Work zero = world.queued(world.work("zero", World.request().toBuilder().setSeed(0).build()));
    world.run(two);
    world.run(zero);

    assertThat(world.latents(two).get(1)).isEqualTo(world.latents(zero).getFirst());
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
  void run_outputsOfTheWrongSize_failsWhenTwoAgree() {
    world.denoisers.script =
        (number, replica, rows) -> new Prediction(new float[rows.count()][3], 1, 1);
    Work work = world.queued(world.work("g1", World.request()));

    world.run(work);

    assertFailed(work, "MODEL_OUTPUT_MISFIT", "3 elements, not 128");
  }

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
    world.decoder.before =
        request -> {
          if (world.generation(work).getState() == State.STATE_RUNNING) {
            world.generations.move("g1", s -> Snapshots.cancelled(s, world.now));
          }
        };

    assertThat(world.run(work)).isEqualTo(Outcome.DONE);

    assertThat(world.generation(work).getState()).isEqualTo(State.STATE_CANCELLED);
    assertThat(world.decoder.stored).isEmpty();
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
  void run_samplerThatIsUnknown_failsNamingIt() {
    Work work =
        world.queued(world.work("g1", World.request().toBuilder().setSampler("eular").build()));

    assertThat(world.run(work)).isEqualTo(Outcome.DONE);

    assertFailed(work, "SAMPLING_INVALID_VALUE", "eular");
  }

  @Test
  void run_unexpectedException_costsAnAttempt() {
    world.encoder =
        (model, prompts) -> {
          throw new IllegalStateException("a bug");
        };
    Work work = world.queued(world.work("g1", World.request()));

    assertThat(world.run(work)).isEqualTo(Outcome.RELEASED);

    assertThat(world.folded(work).getFailedAttempts()).isEqualTo(1);
  }

  @Test
  void run_unknownWords_warns() {
    Encoder plain = world.encoder;
    world.encoder =
        (model, prompts) -> {
          var response = plain.encode(model, prompts).toBuilder();
          response.getEncodingsBuilder(0).addUnknownWords("zeppelin").setTruncatedTokens(3);
          return response.build();
        };
    Work work = world.queued(world.work("g1", World.request()));

    world.run(work);

    assertThat(world.generation(work).getWarningsList())
        .extracting(warning -> warning.getReason())
        .containsExactly("PROMPT_TRUNCATED", "UNKNOWN_WORDS");
    assertThat(world.generation(work).getWarnings(1).getMessage()).contains("zeppelin");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void assertFailed(Work work, String reason, String message) {
    Generation failed = world.generation(work);
    assertThat(failed.getState()).isEqualTo(State.STATE_FAILED);
    assertThat(failed.getError().getReason()).isEqualTo(reason);
    assertThat(failed.getError().getMessage()).contains(message);
  }
}
