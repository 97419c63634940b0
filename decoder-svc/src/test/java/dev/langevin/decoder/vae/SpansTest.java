package dev.langevin.decoder.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpansTest {
  @ParameterizedTest(name = "{0} by {1}, exact: {2}")
  @CsvSource({
    "5, 4, false",
    "17, 16, false",
    "129, 128, false",
    "225, 128, false",
    "512, 128, false",
    "1000, 64, false",
    "17, 16, true",
    "28, 16, true",
    "29, 16, true",
    "100, 16, true",
    "9, 4, true"
  })
  void of_longAxis_isCoveredByAsFewTilesWhoseWeightsAddUp(int length, int limit, boolean exact) {
    Spans spans = Spans.of(length, limit, exact);

    assertThat(spans.extent()).isBetween(exact ? limit : limit / 2, limit);
    int last = spans.tiles() - 1;
    assertThat(spans.starts()[0]).isZero();
    assertThat(spans.starts()[last] + spans.extent()).isEqualTo(length);
    assertThat(limit + (last - 1) * (limit - limit / 4)).isLessThan(length);
    for (int unit : new int[] {1, 8}) {
      float[] sum = new float[length * unit];
      for (int tile = 0; tile <= last; tile++) {
        float[] weights = spans.weights(tile, unit);
        for (int i = 0; i < weights.length; i++) {
          assertThat(weights[i]).isBetween(0f, 1f);
          sum[spans.starts()[tile] * unit + i] += weights[i];
        }
      }
      for (float one : sum) {
        assertThat(one).isCloseTo(1, within(1e-6f));
      }
    }
  }

  @Test
  void weights_nearATilesEnd_areZero() {
    Spans spans = Spans.of(225, 128, false);

    float[] first = spans.weights(0, 8);
    float[] second = spans.weights(1, 8);
    assertThat(first[0]).isEqualTo(1);
    assertThat(first[first.length - 1 - 63]).isZero(); // an eighth of 64 elements of overlap
    assertThat(second[63]).isZero();
  }

  @Test
  void of_shortAxis_isOneTile() {
    Spans spans = Spans.of(128, 128, false);

    assertThat(spans.tiles()).isEqualTo(1);
    assertThat(spans.weights(0, 1)).containsOnly(1f).hasSize(128);
  }
}
