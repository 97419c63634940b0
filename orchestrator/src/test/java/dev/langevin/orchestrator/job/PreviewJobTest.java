package dev.langevin.orchestrator.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.langevin.events.v1.ProgressEvent;
import dev.langevin.events.v1.Work;
import dev.langevin.internal.v1.PreviewRequest;
import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.orchestrator.OrchestratorException.Stop;
import dev.langevin.orchestrator.job.Crowd.Running;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.PreviewOptions;
import dev.langevin.v1.Progress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Previews beside a job, which never change it. */
class PreviewJobTest {
  private static final List<Integer> ALL = IntStream.rangeClosed(1, 10).boxed().toList();

  private final World world = new World();

  @Test
  void run_everyStep_tellsEachInOrderAndThePictureIsTheSame() {
    Work plain = world.queued(world.work("plain", World.request()));
    world.run(plain);
    assertThat(world.decoder.previews).isEmpty();
    Work shown = world.queued(world.work("shown", asking(10)));

    assertThat(world.run(shown)).isEqualTo(Outcome.DONE);

    assertThat(steps("shown")).isEqualTo(ALL);
    assertThat(world.latents(shown).getFirst()).isEqualTo(world.latents(plain).getFirst());
    assertThat(world.generation(shown).getProgress().getPreviewStep()).isEqualTo(10);
    assertThat(world.generation(plain).getProgress().getPreviewStep()).isZero();
  }

  @Test
  void run_progressAndPreviews_neverGoBack() {
    world.run(world.queued(world.work("shown", asking(10))));

    List<Progress> told = told("shown");
    assertThat(told).extracting(Progress::getEvaluation).isSorted();
    assertThat(told).allMatch(p -> p.getPreviewStep() <= p.getEvaluation());
    assertThat(told).allMatch(p -> p.getSteps() == 10);
  }

  @Test
  void run_fewerStepsAndTheNoisyOnesToo_asksForUnitVariance() {
    GenerationRequest.Builder request = asking(2).toBuilder();
    request.getPreviewsBuilder().setNoisy(true).setMethod(PreviewOptions.Method.METHOD_DECODER);

    world.run(world.queued(world.work("shown", request.build())));

    assertThat(steps("shown")).containsExactly(5, 10);
    assertThat(world.decoder.previews).hasSize(4);
    assertThat(world.decoder.previews)
        .allMatch(p -> p.getMethod() == PreviewRequest.Method.METHOD_DECODER)
        .allMatch(p -> p.getMaxSide() == 256)
        .allMatch(p -> p.getModel().equals("toy@1"));
    Progress fifth = told("shown").stream().filter(p -> p.getPreviewStep() == 5).findFirst().get();
    assertThat(Math.hypot(fifth.getPreviewAlpha(), fifth.getPreviewSigma()))
        .isCloseTo(1, within(1e-9));
    assertThat(fifth.getNoisyPreview())
        .isEqualTo(world.decoder.previews.get(1).getLatents().getData())
        .isNotEqualTo(fifth.getPreview());
  }

  @Test
  void run_flaggedPreviews_areLeftOut() {
    world.decoder.flagsPreviews = true;
    Work work = world.queued(world.work("shown", asking(10)));

    assertThat(world.run(work)).isEqualTo(Outcome.DONE);

    assertThat(world.decoder.previews).isNotEmpty();
    assertThat(steps("shown")).isEmpty();
    assertThat(world.generation(work).getState()).isEqualTo(State.STATE_SUCCEEDED);
  }

  @Test
  void run_decoderIsAway_goesOnAndLosesThem() {
    world.decoder.previewing =
        request -> {
          throw OrchestratorException.environment("no decoder can be asked", null);
        };
    Work work = world.queued(world.work("shown", asking(10)));

    assertThat(world.run(work)).isEqualTo(Outcome.DONE);

    assertThat(world.generation(work).getState()).isEqualTo(State.STATE_SUCCEEDED);
    assertThat(steps("shown")).isEmpty();
    assertThat(world.generation(work).getProgress().getPreviewStep()).isZero();
  }

  @Test
  void run_slowDecoder_theJobWaitsForThem() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    world.decoder.previewing = request -> await(goOn);
    Crowd crowd = new Crowd(world);
    Running running = crowd.start("shown", asking(10));

    // One is being made, four wait.
    Crowd.until(() -> world.denoisers.asked.size() == 5 && running.waits());
    goOn.countDown();

    assertThat(running.end()).isEqualTo(Outcome.DONE);
    assertThat(steps("shown")).isEqualTo(ALL);
  }

  @Test
  void run_stoppedWhileItWaitsForThem_stops() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    world.decoder.previewing = request -> await(never);
    Running running = new Crowd(world).start("shown", asking(10));
    Crowd.until(() -> world.denoisers.asked.size() == 5 && running.waits());

    running.job().stop(Stop.DRAINED);

    assertThat(running.end()).isEqualTo(Outcome.RELEASED);
  }

  @Test
  void run_sharedWithOneThatWantsNone_comeToTheOneWhoAsked() throws Exception {
    AtomicReference<Running> other = new AtomicReference<>();
    Crowd crowd = new Crowd(world);
    world.denoisers.script =
        (number, replica, rows) -> {
          if (number == 0) {
            other.set(crowd.board("shown", asking(10), 2));
          }
          return FakeDenoisers.predict(rows);
        };
    Running plain = crowd.start("plain", World.request());

    plain.end();
    other.get().end();

    assertThat(steps("shown")).isEqualTo(ALL);
    assertThat(steps("plain")).isEmpty();
    assertThat(world.denoisers.asked).hasSize(10);
  }

  @Test
  void run_alikeIsFarther_seesEveryStepAllTheSame() throws Exception {
    AtomicReference<Running> late = new AtomicReference<>();
    Crowd crowd = new Crowd(world);
    world.denoisers.script =
        (number, replica, rows) -> {
          if (number == 4) {
            late.set(crowd.start("shown", asking(10)));
          }
          return FakeDenoisers.predict(rows);
        };
    crowd.start("plain", World.request()).end();
    late.get().end();

    assertThat(steps("shown")).isEqualTo(ALL);
  }

  @Test
  void run_slowPreviewsInCompany_nobodyElseWaits() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    world.decoder.previewing = request -> await(goOn);
    AtomicReference<Running> other = new AtomicReference<>();
    Crowd crowd = new Crowd(world);
    world.denoisers.script =
        (number, replica, rows) -> {
          if (number == 0) {
            other.set(crowd.board("plain", World.request(), 2));
          }
          return FakeDenoisers.predict(rows);
        };
    Running shown = crowd.start("shown", asking(10));
    Crowd.until(() -> other.get() != null);

    assertThat(other.get().end()).isEqualTo(Outcome.DONE);
    assertThat(shown.outcome()).isNotDone();
    goOn.countDown();

    assertThat(shown.end()).isEqualTo(Outcome.DONE);
    assertThat(steps("shown")).startsWith(1, 2, 3, 4, 5).isSorted();
  }

  private static GenerationRequest asking(int steps) {
    return World.request().toBuilder()
        .setPreviews(PreviewOptions.newBuilder().setSteps(steps))
        .build();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw OrchestratorException.stopped(Stop.DRAINED);
    }
  }

  private List<Progress> told(String id) {
    synchronized (world.progress) {
      return world.progress.stream()
          .filter(event -> event.getGenerationId().equals(id))
          .map(ProgressEvent::getProgress)
          .toList();
    }
  }

  private List<Integer> steps(String id) {
    return told(id).stream()
        .filter(p -> !p.getPreview().isEmpty())
        .map(Progress::getPreviewStep)
        .toList();
  }
}
