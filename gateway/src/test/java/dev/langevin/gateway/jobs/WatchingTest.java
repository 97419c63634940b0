package dev.langevin.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import dev.langevin.v1.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchingTest {
  @Test
  void notBehind_previewOfBefore_isToldWithHowFarTheJobIs() {
    Progress told = progress(6, 3).setBatchRows(8).build();
    Progress preview =
        progress(4, 2)
            .setPreviewStep(2)
            .setPreview(ByteString.copyFromUtf8("png"))
            .setTimeLeft(Duration.newBuilder().setSeconds(9))
            .build();

    assertThat(Watching.notBehind(told, preview))
        .isEqualTo(told.toBuilder().setPreviewStep(2).setPreview(preview.getPreview()).build());
    assertThat(Watching.notBehind(preview, told)).isEqualTo(told);
    assertThat(Watching.notBehind(told, told)).isEqualTo(told);
  }

  private static Progress.Builder progress(int evaluation, int step) {
    return Progress.newBuilder()
        .setEvaluation(evaluation)
        .setEvaluations(10)
        .setStep(step)
        .setSteps(5);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, false",
    "2, 1, true",
    "1, 2, true",
    "100, 99, true",
    "101, 100, false",
    "5000, 4951, false",
    "5000, 4950, true",
    "5000, 5050, true",
    "100000, 99001, false",
    "100000, 99000, true",
  })
  void worthTelling_changesByAHundredth(int before, int now, boolean worth) {
    assertThat(Watching.worthTelling(before, now)).isEqualTo(worth);
  }
}
