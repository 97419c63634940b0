package dev.langevin.denoiser.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.denoiser.DenoiserException;
import org.junit.jupiter.api.Test;

class AnnouncedTest {
  private final Announced announced = new Announced();

  @Test
  void after_ofAnHonestStream_isWhatItSays() {
    for (int left = 20; left >= 0; left -= 2) {
      assertThat(announced.after(2, left)).isEqualTo(left);
    }
  }

  @Test
  void after_ofAStreamThatIsAlwaysNearlyDone_isWhatItHasHad() {
    for (int step = 0; step < 10; step++) {
      assertThat(announced.after(2, 0)).isEqualTo(2 * step);
    }
  }

  @Test
  void after_ofOneThatNeedsLessThanItSaid_isWhatItSays() {
    assertThat(announced.after(2, 100)).isEqualTo(100);
    assertThat(announced.after(2, 10)).isEqualTo(10);
    assertThat(announced.after(2, 20)).isEqualTo(20 + 12);
  }

  @Test
  void after_ofMoreThanAJobCanNeed_isRefused() {
    assertThatThrownBy(() -> announced.after(1, 4294967295L))
        .isInstanceOf(DenoiserException.class)
        .hasMessage("remaining_rows: 4294967295 is not in 0..16777216");
  }
}
