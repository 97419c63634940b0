package dev.langevin.decoder.vae;

import static org.assertj.core.api.Assertions.assertThat;

/** How far pictures are apart. */
final class Difference {
  private Difference() {}

  /** The largest difference of two values at one place. */
  static double largest(Planes a, Planes b) {
    assertThat(a.channels()).isEqualTo(b.channels());
    assertThat(a.height()).isEqualTo(b.height());
    assertThat(a.width()).isEqualTo(b.width());
    double largest = 0;
    for (int i = 0; i < a.values().length; i++) {
      largest = Math.max(largest, Math.abs(a.values()[i] - b.values()[i]));
    }
    assertThat(largest).isFinite(); // NaN in either shows here
    return largest;
  }

  /** The largest step from column x − 1 to x of a picture. */
  static double step(Planes picture, int x) {
    double largest = 0;
    for (int row = 0; row < picture.channels() * picture.height(); row++) {
      int at = row * picture.width() + x;
      largest = Math.max(largest, Math.abs(picture.values()[at] - picture.values()[at - 1]));
    }
    return largest;
  }
}
