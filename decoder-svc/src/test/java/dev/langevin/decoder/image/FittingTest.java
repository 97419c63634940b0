package dev.langevin.decoder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FittingTest {
  @Test
  void cover_sameSize_isThePicture() {
    Rgb picture = PngTest.noise(13, 7);

    assertThat(Fitting.cover(picture, 13, 7).samples()).isEqualTo(picture.samples());
  }

  @Test
  void cover_widerPicture_isCutAtBothSides() {
    Rgb picture = new Rgb(6, 2, grey(9, 9, 50, 60, 9, 9, 9, 9, 70, 80, 9, 9));

    assertThat(Fitting.cover(picture, 2, 2).samples()).isEqualTo(grey(50, 60, 70, 80));
  }

  @Test
  void cover_ramp_staysARamp() {
    int[] values = new int[64 * 64];
    for (int i = 0; i < values.length; i++) {
      values[i] = 2 * (i % 64) + i / 64;
    }
    Rgb ramp = new Rgb(64, 64, grey(values));
    for (int side : new int[] {16, 128, 200}) {
      Rgb fitted = Fitting.cover(ramp, side, side);
      double scale = 64.0 / side;
      for (int i : new int[] {side / 4, side / 2, 3 * side / 4}) {
        double place = (i + 0.5) * scale - 0.5;
        int at = (i * side + i) * 3;
        assertThat((double) (fitted.samples()[at] & 0xff)).isCloseTo(3 * place, within(0.6));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 64, 64",
    "1, 5000, 64, 64",
    "5000, 1, 64, 8",
    "64, 64, 1, 1",
    "3, 1000, 7, 1",
    "1023, 1025, 64, 64",
    "2, 2, 1000, 1"
  })
  void cover_anySizes_keepsWhatIsPlain(int width, int height, int toWidth, int toHeight) {
    int[] values = new int[width * height];
    Arrays.fill(values, 137);

    Rgb fitted = Fitting.cover(new Rgb(width, height, grey(values)), toWidth, toHeight);

    assertThat(fitted.width()).isEqualTo(toWidth);
    assertThat(fitted.height()).isEqualTo(toHeight);
    assertThat(fitted.samples()).containsOnly(137);
  }

  private static byte[] grey(int... values) {
    byte[] samples = new byte[values.length * 3];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) values[i / 3];
    }
    return samples;
  }
}
