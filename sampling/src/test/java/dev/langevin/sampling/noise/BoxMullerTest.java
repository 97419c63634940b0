package dev.langevin.sampling.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BoxMullerTest {
  private static final int POINTS = 1 << 16;
  private static final double ERROR = 1e-14;

  @Test
  void log_overItsRange_isTheLogarithm() {
    for (int i = 1; i <= POINTS; i++) {
      double u = i / (double) POINTS;
      double tiny = u * 0x1p-33;
      assertThat(BoxMuller.log(u)).isCloseTo(StrictMath.log(u), within(ERROR));
      assertThat(BoxMuller.log(tiny)).isCloseTo(StrictMath.log(tiny), within(ERROR));
    }
    assertThat(BoxMuller.radius(1)).isZero();
  }

  /** PyTorch's float32 angles go a little beyond 2π. */
  @Test
  void sineAndCosine_overTheCircle_areThose() {
    for (int i = 0; i <= POINTS; i++) {
      double angle = i * (2 * Math.PI + 1e-6) / POINTS;
      assertThat(BoxMuller.sine(angle)).isCloseTo(StrictMath.sin(angle), within(ERROR));
      assertThat(BoxMuller.cosine(angle)).isCloseTo(StrictMath.cos(angle), within(ERROR));
    }
  }
}
