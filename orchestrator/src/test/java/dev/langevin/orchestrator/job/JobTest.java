package dev.langevin.orchestrator.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import dev.langevin.events.v1.Work;
import dev.langevin.internal.v1.EncodeRequest;
import dev.langevin.orchestrator.loop.Prediction;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Progress;
import dev.langevin.v1.PromptSyntax;
import dev.langevin.v1.Timing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
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
  void run_timing_saysWhereTheTimeWent() {
    Work work = world.queued(world.work("g1", World.request()));
    world.now = world.now.plusMillis(1500);
    world.decoder.before = request -> LockSupport.parkNanos(20_000_000);

    world.run(work);

    Timing timing = world.generation(work).getTiming();
    assertThat(nanos(timing.getQueued())).isEqualTo(1_500_000_000);
    assertThat(nanos(timing.getEncode())).isPositive();
    assertThat(nanos(timing.getDenoise())).isPositive();
    assertThat(nanos(timing.getDecode())).isGreaterThanOrEqualTo(20_000_000);
    assertThat(nanos(timing.getEncode()) + nanos(timing.getDenoise()) + nanos(timing.getDecode()))
        .isEqualTo(nanos(timing.getRun()));
    assertThat(world.decodeTimes.expected(work.getRequest())).isEqualTo(nanos(timing.getDecode()));
  }

  @Test
  void run_createdByALaterClock_wasNotQueuedForLessThanNothing() {
    Work work = world.queued(world.work("g1", World.request()));
    world.now = world.now.minusSeconds(3);

    world.run(work);

    assertThat(world.generation(work).getTiming().getQueued())
        .isEqualTo(Duration.getDefaultInstance());
  }

  @Test
  void run_progress_tellsTheBatchesAndTheTimeLeft() {
    world.decodeTimes.took(World.request(), 5_000_000_000L);
    world.denoisers.script =
        (number, replica, rows) ->
            new Prediction(FakeDenoisers.predict(rows).outputs(), 1000, number + 1);
    Work work = world.queued(world.work("g1", World.request()));

    world.run(work);

    Progress first = world.progress.getFirst().getProgress();
    Progress last = world.progress.getLast().getProgress();
    assertThat(first.getBatchRows()).isEqualTo(first.getEvaluation());
    assertThat(last.getBatchRows()).isEqualTo(10);
    assertThat(nanos(last.getTimeLeft())).isBetween(1L, 5_000_000_000L);
    assertThat(world.generation(work).getProgress().getBatchRows()).isEqualTo(10);
    assertThat(world.generation(work).getProgress().hasTimeLeft()).isFalse();
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

  @Test
  void run_decoderWithOtherFiles_warns() {
    Work same = world.queued(world.work("g1", World.request()));
    world.run(same);
    assertThat(world.generation(same).getWarningsList())
        .noneMatch(warning -> warning.getMessage().contains("decoder"));

    world.decoder.modelDigest = "others";
    Work other = world.queued(world.work("g2", World.request()));
    world.run(other);

    assertThat(world.generation(other).getWarningsList())
        .anyMatch(
            warning ->
                warning.getReason().equals("MODEL_FILES_DIFFER")
                    && warning.getMessage().contains("decoder and denoiser"));
  }

  @Test
  void run_samplerThatIsUnknown_failsNamingIt() {
    Work work =
        world.queued(world.work("g1", World.request().toBuilder().setSampler("eular").build()));

    assertThat(world.run(work)).isEqualTo(Outcome.DONE);

    assertFailed(work, "SAMPLING_INVALID_VALUE", "eular");
  }

  @Test
  void run_syntaxAndClipSkip_goToTheEncoderWithAllPrompts() {
    GenerationRequest request =
        World.request().toBuilder()
            .setPromptSyntax(PromptSyntax.PROMPT_SYNTAX_A1111)
            .setNegativePrompt("(blurry:1.2)")
            .setClipSkip(2)
            .build();

    world.run(world.queued(world.work("g1", request)));

    assertThat(world.asked)
        .isEqualTo(
            EncodeRequest.newBuilder()
                .setModel("toy@1")
                .setModelDigest("digest")
                .addPrompts("a red sailboat")
                .addPrompts("(blurry:1.2)")
                .setPromptSyntax(PromptSyntax.PROMPT_SYNTAX_A1111)
                .setClipSkip(2)
                .build());
  }

  @Test
  void run_unknownWordsAndTooManyTokens_warns() {
    Encoder plain = world.encoder;
    world.encoder =
        (request, avoid) -> {
          var response = plain.encode(request, avoid).toBuilder();
          response
              .getEncodingsBuilder(0)
              .addUnknownWords("zeppelin")
              .setTokens(100)
              .setTruncatedTokens(23);
          return response.build();
        };
    Work work = world.queued(world.work("g1", World.request()));

    world.run(work);

    assertThat(world.generation(work).getWarningsList())
        .extracting(warning -> warning.getReason())
        .containsExactly("PROMPT_TRUNCATED", "UNKNOWN_WORDS");
    assertThat(world.generation(work).getWarnings(0).getMessage())
        .isEqualTo("prompt: 100 tokens, of which the model reads 77; 23 were cut off");
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

  private static long nanos(Duration duration) {
    return duration.getSeconds() * 1_000_000_000 + duration.getNanos();
  }
}
