package dev.langevin.orchestrator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.v1.GenerationRequest;
import org.junit.jupiter.api.Test;

class DecodeTimesTest {
  private static final GenerationRequest ONE = World.request();

  private final DecodeTimes times = new DecodeTimes();

  @Test
  void expected_nothingKnown_isZero() {
    times.took(ONE, 100);

    assertThat(times.expected(ONE.toBuilder().setCount(2).build())).isZero();
    assertThat(times.expected(ONE.toBuilder().setModel("other").build())).isZero();
    assertThat(times.expected(ONE.toBuilder().clearSize().build())).isZero();
  }

  @Test
  void expected_followsWhatPicturesTookOfLate() {
    times.took(ONE, 1000);
    assertThat(times.expected(ONE.toBuilder().setPrompt("another").build())).isEqualTo(1000);

    times.took(ONE, 100);
    assertThat(times.expected(ONE)).isEqualTo(550);
  }

  @Test
  void expected_manyKinds_theLatestAreKnown() {
    for (int i = 0; i < 2000; i++) {
      times.took(ONE.toBuilder().setModel("model-" + i).build(), 7);
    }

    assertThat(times.expected(ONE.toBuilder().setModel("model-0").build())).isZero();
    assertThat(times.expected(ONE.toBuilder().setModel("model-1999").build())).isEqualTo(7);
  }
}
