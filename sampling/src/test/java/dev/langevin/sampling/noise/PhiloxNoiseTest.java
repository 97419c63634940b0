package dev.langevin.sampling.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.langevin.sampling.SamplingException;
import org.junit.jupiter.api.Test;

class PhiloxNoiseTest {
  /** The known answers of Salmon et al.'s own library for zeros and for ones. */
  @Test
  void scramble_knownInput_givesTheKnownAnswer() {
    assertThat(PhiloxNoise.scramble(0, 0, 0, 0, 0, 0)).isEqualTo(0xe169c58d_6627e8d5L);
    assertThat(PhiloxNoise.scramble(-1, -1, -1, -1, -1, -1)).isEqualTo(0x41c83b0e_408f276dL);
  }

  /** What PyTorch draws on CUDA from seed 0. */
  @Test
  void next_seedZero_isWhatPyTorchDrawsOnCuda() {
    assertThat(PhiloxNoise.seeded(0).next(12))
        .containsExactly(
            new float[] {
              -0.92466259f, -0.42534415f, -2.6438457f, 0.14518388f,
              -0.12086647f, -0.57972564f, -0.62285122f, -0.32838709f,
              -1.07454231f, -0.36314407f, -1.67105067f, 2.26550497f
            },
            within(1e-6f));
  }

  @Test
  void next_manyDraws_areStandardNormal() {
    float[] values = PhiloxNoise.seeded(9).next(100_000);
    double mean = 0;
    double square = 0;
    for (float value : values) {
      mean += value / 1e5;
      square += (double) value * value / 1e5;
    }
    assertThat(mean).isCloseTo(0, within(0.01));
    assertThat(square).isCloseTo(1, within(0.02));
  }

  @Test
  void restore_position_goesOn() {
    PhiloxNoise noise = PhiloxNoise.seeded(123);
    noise.next(5);
    assertThat(new ResumedNoise(noise.position()).next(7)).isEqualTo(noise.next(7));
    assertThatThrownBy(() -> PhiloxNoise.restore(new byte[3]))
        .isInstanceOf(SamplingException.class);
  }
}
