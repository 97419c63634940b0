package dev.langevin.decoder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KernelTest {
  @ParameterizedTest
  @EnumSource
  void weight_atPixelsOfItsOwnSize_isThePixelAlone(Kernel kernel) {
    assertThat(kernel.weight(0)).isEqualTo(1);
    for (int distance = 1; distance <= kernel.reach() + 1; distance++) {
      assertThat(kernel.weight(distance)).isCloseTo(0, within(1e-12));
    }
  }

  /** A constant stays one, and a slope keeps its steepness, wherever a pixel falls. */
  @ParameterizedTest
  @EnumSource
  void weights_betweenPixels_keepConstantsAndSlopes(Kernel kernel) {
    for (double at = 0; at < 1; at += 0.125) {
      double sum = 0;
      double mean = 0;
      for (int pixel = -3; pixel <= 3; pixel++) {
        double weight = kernel.weight(Math.abs(pixel - at));
        sum += weight;
        mean += weight * pixel;
      }
      assertThat(sum).isCloseTo(1, within(1e-12));
      assertThat(mean).isCloseTo(at, within(1e-12));
    }
  }
}
