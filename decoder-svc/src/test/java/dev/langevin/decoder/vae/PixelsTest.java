package dev.langevin.decoder.vae;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.decoder.image.Rgb;
import org.junit.jupiter.api.Test;

class PixelsTest {
  @Test
  void toRgb_values_areClampedAndRoundedHalfToEven() {
    float half = 0.5f / 255 * 2 - 1; // 0.5 of 255
    float[] values = {-2, -1, 2, 1, 0, half};

    Rgb rgb = Pixels.toRgb(new Planes(3, 1, 2, values));

    assertThat(rgb.samples()).containsExactly(0, 255, 128, 0, 255, 0);
  }

  @Test
  void toRgb_ofFromRgb_isTheSame() {
    byte[] samples = new byte[768];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) (i / 3);
    }
    Rgb picture = new Rgb(16, 16, samples);

    assertThat(Pixels.toRgb(Pixels.fromRgb(picture)).samples()).isEqualTo(samples);
  }
}
