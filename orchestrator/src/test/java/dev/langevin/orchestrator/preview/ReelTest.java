package dev.langevin.orchestrator.preview;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.langevin.sampling.Plan;
import dev.langevin.sampling.Samplers;
import dev.langevin.sampling.SamplingRequest;
import dev.langevin.v1.Progress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReelTest {
  private final FilmStock stock = new FilmStock(100_000);

  @Test
  void frames_fewShown_areAll() {
    assertThat(kept(10, 10, 0)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    assertThat(kept(10, 2, 0)).containsExactly(5, 10);
    assertThat(kept(1, 1, 0)).containsExactly(1);
    assertThat(kept(32, 32, 0)).hasSize(32);
  }

  @Test
  void frames_manyShown_areThirtyTwoSpreadEvenlyWithFirstAndLast() {
    for (int steps : List.of(33, 50, 63, 64, 100, 1000)) {
      List<Integer> kept = kept(steps, steps, 0);
      assertThat(kept).hasSize(32).isSorted().doesNotHaveDuplicates().startsWith(1).endsWith(steps);
      for (int i = 1; i < kept.size(); i++) {
        assertThat(kept.get(i) - kept.get(i - 1)).isBetween((steps - 1) / 31, (steps - 1) / 31 + 1);
      }
    }
  }

  @Test
  void frames_wentOnFromACheckpoint_areSpreadOverTheRest() {
    assertThat(kept(100, 100, 60)).hasSize(32).startsWith(61).endsWith(100);
    assertThat(kept(100, 100, 98)).containsExactly(99, 100);
    assertThat(kept(100, 100, 100)).isEmpty();
  }

  @Test
  void take_memoryIsShort_leavesOutWhatHasNoRoom() {
    FilmStock small = new FilmStock(2_500);
    Reel reel = new Reel(plan(10), 10, small);
    for (int i = 0; i < 10; i++) {
      reel.take(i, preview(i, i == 1 ? 3_000 : 600));
    }

    assertThat(reel.frames()).extracting(Progress::getPreviewStep).containsExactly(1, 3, 4, 5);
    assertThat(small.used()).isBetween(2_400L, 2_500L);
    reel.close();
    assertThat(small.used()).isZero();
    reel.take(9, preview(9, 10));
    assertThat(small.used()).isZero();
    assertThat(reel.frames()).isEmpty();
  }

  private List<Integer> kept(int steps, int shown, int from) {
    ShownEvaluations those = new ShownEvaluations(plan(steps), shown);
    try (Reel reel = new Reel(plan(steps), shown, stock)) {
      for (int i = from; i < steps; i++) {
        if (those.contains(i)) {
          reel.take(i, preview(i, 10));
        }
      }
      return reel.frames().stream().map(Progress::getPreviewStep).toList();
    }
  }

  private static Progress preview(int evaluation, int bytes) {
    return Progress.newBuilder()
        .setPreviewStep(evaluation + 1)
        .setPreview(ByteString.copyFrom(new byte[bytes]))
        .build();
  }

  private static Plan plan(int steps) {
    return Samplers.create(
            Map.of("_class_name", "DDIMScheduler", "prediction_type", "epsilon"),
            SamplingRequest.ofSteps(steps).withSampler("ddim"))
        .plan();
  }
}
