package dev.langevin.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.langevin.events.v1.ProgressEvent;
import dev.langevin.v1.Progress;
import org.junit.jupiter.api.Test;

class LatestPreviewsTest {
  private final LatestPreviews previews = new LatestPreviews();

  @Test
  void of_severalOfAJob_isTheLatestThatHadOne() {
    previews.add(event("a", 1, 10));
    previews.add(event("a", 2, 10));
    previews.add(ProgressEvent.newBuilder().setGenerationId("a").build());

    assertThat(previews.of("a")).contains(event("a", 2, 10));
    assertThat(previews.of("b")).isEmpty();
    previews.forget("a");
    assertThat(previews.of("a")).isEmpty();
  }

  @Test
  void add_moreThanHasRoom_forgetsThoseThatReportedFirst() {
    int third = LatestPreviews.BYTES / 3;
    previews.add(event("a", 1, third));
    previews.add(event("b", 1, third));
    previews.add(event("a", 2, third));
    previews.add(event("c", 1, third));

    assertThat(previews.of("b")).isEmpty();
    assertThat(previews.of("a")).isPresent();
    previews.add(event("d", 1, 2 * LatestPreviews.BYTES));
    assertThat(previews.of("a")).isEmpty();
    assertThat(previews.of("d")).isPresent();
  }

  @Test
  void without_preview_keepsTheProgress() {
    assertThat(LatestPreviews.without(event("a", 3, 10)).getProgress())
        .isEqualTo(Progress.newBuilder().setStep(3).build());
  }

  private static ProgressEvent event(String id, int step, int bytes) {
    return ProgressEvent.newBuilder()
        .setGenerationId(id)
        .setProgress(
            Progress.newBuilder()
                .setStep(step)
                .setPreviewStep(step)
                .setPreviewSigma(0.5)
                .setPreview(ByteString.copyFrom(new byte[bytes])))
        .build();
  }
}
