package dev.langevin.orchestrator.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.langevin.events.v1.Work;
import dev.langevin.internal.v1.FilmFrame;
import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.orchestrator.OrchestratorException.Stop;
import dev.langevin.orchestrator.preview.FilmStock;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.v1.FilmStrip;
import dev.langevin.v1.FilmStripFrame;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.PreviewOptions;
import dev.langevin.v1.Size;
import dev.langevin.v1.Warning;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Film strips of jobs, which never change them. */
class FilmJobTest {
  private final World world = new World();

  @AfterEach
  void memoryIsFree() {
    assertThat(world.films.used()).isZero();
  }

  @Test
  void run_asked_storesThePreviewsWithThePictures() {
    Work plain = world.queued(world.work("plain", World.request().toBuilder().setCount(2).build()));
    world.run(plain);
    Work filmed = world.queued(world.work("filmed", asking(10, 2)));

    assertThat(world.run(filmed)).isEqualTo(Outcome.DONE);

    Generation done = world.generation(filmed);
    FilmStrip strip = done.getFilmStrip();
    assertThat(strip.getArtifact().getIndex()).isEqualTo(2);
    assertThat(strip.getArtifact().getSeed()).isEqualTo(7);
    assertThat(strip.getFrame()).isEqualTo(Size.newBuilder().setWidth(16).setHeight(8).build());
    assertThat(strip.getNoisy()).isTrue();
    assertThat(steps(strip)).isEqualTo(IntStream.rangeClosed(1, 10).boxed().toList());
    assertThat(strip.getFramesList())
        .allSatisfy(
            f -> assertThat(Math.hypot(f.getAlpha(), f.getSigma())).isCloseTo(1, within(1e-9)));
    List<FilmFrame> frames = world.decoder.strips.getFirst().getFramesList();
    for (int i = 0; i < 10; i++) {
      assertThat(frames.get(i).getEstimate())
          .isEqualTo(world.decoder.previews.get(2 * i).getLatents().getData());
      assertThat(frames.get(i).getNoisy())
          .isEqualTo(world.decoder.previews.get(2 * i + 1).getLatents().getData());
    }
    assertThat(world.decoder.stored.keySet()).contains(strip.getArtifact().getName());
    assertThat(done.getWarningsList()).isEmpty();
    assertThat(world.latents(filmed)).usingRecursiveComparison().isEqualTo(world.latents(plain));
    assertThat(world.generation(plain).hasFilmStrip()).isFalse();
    assertThat(world.decoder.strips).hasSize(1);
  }

  @Test
  void run_itCantBeStored_succeedsAndSaysSo() {
    world.decoder.filming =
        request -> {
          throw OrchestratorException.environment("the store is full", null);
        };
    Generation done = run(asking(10, 1));

    assertThat(done.hasFilmStrip()).isFalse();
    assertMissing(done, "there is no film strip: the store is full");
    assertThat(done.getArtifactsList()).hasSize(1);
  }

  @Test
  void run_noPreviewCanBeMade_succeedsAndSaysSo() {
    world.decoder.previewing =
        request -> {
          throw OrchestratorException.environment("no decoder can be asked", null);
        };
    Generation done = run(asking(10, 1));

    assertMissing(
        done, "there is no film strip: no preview was made by the attempt that succeeded");
    assertThat(world.decoder.strips).isEmpty();
  }

  @Test
  void run_memoryIsShort_hasFewerFrames() {
    world.films = new FilmStock(5_000);
    Generation done = run(asking(10, 1));

    assertThat(steps(done.getFilmStrip())).startsWith(1).hasSizeBetween(2, 9).isSorted();
  }

  @Test
  void run_wentOnFromACheckpoint_hasTheStepsOfThatAttempt() {
    Work work = world.queued(world.work("g1", asking(10, 1)));
    Job job = world.job(work);
    world.denoisers.script =
        (number, replica, rows) -> {
          if (number == 3) {
            job.stop(Stop.DRAINED);
          }
          return FakeDenoisers.predict(rows);
        };
    assertThat(job.run()).isEqualTo(Outcome.RELEASED);
    assertThat(world.decoder.strips).isEmpty();
    world.denoisers.script = (number, replica, rows) -> FakeDenoisers.predict(rows);

    assertThat(world.run(work)).isEqualTo(Outcome.DONE);

    assertThat(steps(world.generation(work).getFilmStrip())).containsExactly(5, 6, 7, 8, 9, 10);
    assertThat(world.decoder.stored).hasSize(2);
  }

  @Test
  void run_cancelledMidWay_leavesNone() {
    Work work = world.queued(world.work("g1", asking(10, 1)));
    world.denoisers.script =
        (number, replica, rows) -> {
          if (number == 5) {
            world.generations.move("g1", s -> Snapshots.cancelled(s, world.now));
          }
          return FakeDenoisers.predict(rows);
        };
    world.run(work);

    assertThat(world.generation(work).getState()).isEqualTo(State.STATE_CANCELLED);
    assertThat(world.decoder.strips).isEmpty();
  }

  @Test
  void run_cancelledWhileItIsStored_leavesNone() {
    Work work = world.queued(world.work("g1", asking(10, 1)));
    world.decoder.filming =
        request -> world.generations.move("g1", s -> Snapshots.cancelled(s, world.now));
    world.run(work);

    assertThat(world.decoder.strips).hasSize(1);
    assertThat(world.generation(work).getState()).isEqualTo(State.STATE_CANCELLED);
    assertThat(world.generation(work).hasFilmStrip()).isFalse();
    assertThat(world.decoder.stored).isEmpty();
  }

  private Generation run(GenerationRequest request) {
    Work work = world.queued(world.work("g1", request));
    assertThat(world.run(work)).isEqualTo(Outcome.DONE);
    assertThat(world.generation(work).getState()).isEqualTo(State.STATE_SUCCEEDED);
    return world.generation(work);
  }

  private static void assertMissing(Generation done, String message) {
    assertThat(done.hasFilmStrip()).isFalse();
    assertThat(done.getWarningsList())
        .containsExactly(
            Warning.newBuilder().setReason("FILM_STRIP_MISSING").setMessage(message).build());
  }

  private static List<Integer> steps(FilmStrip strip) {
    return strip.getFramesList().stream().map(FilmStripFrame::getStep).toList();
  }

  private static GenerationRequest asking(int steps, int count) {
    return World.request().toBuilder()
        .setCount(count)
        .setPreviews(PreviewOptions.newBuilder().setSteps(steps).setNoisy(true).setFilmStrip(true))
        .build();
  }
}
