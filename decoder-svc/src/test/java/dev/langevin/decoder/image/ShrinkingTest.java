package dev.langevin.decoder.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShrinkingTest {
  @Test
  void toSide_larger_isTheMeanOfItsPixels() {
    Rgb picture = new Rgb(4, 2, grey(0, 10, 200, 201, 20, 30, 202, 203));

    assertThat(Shrinking.toSide(picture, 2)).extracting(Rgb::width, Rgb::height).contains(2, 1);
    assertThat(Shrinking.toSide(picture, 2).samples()).containsExactly(grey(15, 202));
  }

  @Test
  void toSide_notLarger_isThePicture() {
    Rgb picture = new Rgb(4, 2, new byte[24]);

    assertThat(Shrinking.toSide(picture, 4)).isSameAs(picture);
    assertThat(Shrinking.toSide(picture, Integer.MAX_VALUE)).isSameAs(picture);
  }

  @Test
  void toSide_noMultipleAndVeryNarrow_keepsAPixelAtLeast() {
    Rgb small = Shrinking.toSide(new Rgb(1000, 1, new byte[3000]), 256);

    assertThat(small.width()).isEqualTo(256);
    assertThat(small.height()).isEqualTo(1);
  }

  private static byte[] grey(int... values) {
    byte[] samples = new byte[values.length * 3];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) values[i / 3];
    }
    return samples;
  }
}
