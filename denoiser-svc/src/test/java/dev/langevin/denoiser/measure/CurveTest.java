package dev.langevin.denoiser.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CurveTest {
  private static final Duration LIMIT = Duration.ofMillis(500);

  @Test
  void knee_ofTheMeasuredUNet_isEight() {
    Curve curve = curve(1, 11.3, 2, 12.6, 4, 23.6, 8, 43.2, 16, 88, 32, 265.6);
    assertThat(curve.knee(LIMIT)).isEqualTo(8);
    assertThat(curve.complete(LIMIT)).isTrue();
  }

  @Test
  void knee_whereRowsAreFree_isTheMost() {
    Curve curve = curve(1, 10, 2, 10, 4, 10, 8, 10.5);
    assertThat(curve.knee(LIMIT)).isEqualTo(8);
    assertThat(curve.complete(LIMIT)).isFalse();
  }

  @Test
  void knee_whereCompanyNeverPays_isOne() {
    assertThat(curve(1, 100, 2, 200, 4, 410).knee(LIMIT)).isEqualTo(1);
  }

  @Test
  void knee_withinTheLimit_isNotTheBestOne() {
    Curve curve = curve(1, 300, 2, 400, 4, 600);
    assertThat(curve.knee(LIMIT)).isEqualTo(2);
    assertThat(curve(1, 5000, 2, 5500).knee(LIMIT)).isEqualTo(1);
  }

  @Test
  void keepBelow_forgetsTheRest() {
    Curve curve = curve(1, 10, 2, 10, 4, 10);
    curve.keepBelow(4);
    assertThat(curve.millis()).containsOnlyKeys(1, 2);
  }

  @Test
  void stable_ifTheShortestTimesAgree() {
    Curve curve = curve(1, 10, 2, 20);
    assertThat(curve.stable()).isTrue();
    curve.add(4, 40_000_000);
    assertThat(curve.stable()).isFalse();
    curve.add(4, 60_000_000);
    assertThat(curve.stable()).isFalse();
    curve.add(4, 41_000_000);
    assertThat(curve.stable()).isTrue();
    assertThat(curve.millis()).containsEntry(4, 40.0);
  }

  /** Pairs of rows and milliseconds, each measured twice. */
  private static Curve curve(double... pairs) {
    Curve curve = new Curve();
    for (int i = 0; i < pairs.length; i += 2) {
      long nanos = Math.round(pairs[i + 1] * 1e6);
      curve.add((int) pairs[i], nanos + nanos / 10);
      curve.add((int) pairs[i], nanos);
    }
    return curve;
  }
}
