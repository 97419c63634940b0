package dev.langevin.runtime.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiniteTest {
  @Test
  void all_ordinaryNumbers_areFinite() {
    float[] values = {0, -0f, Float.MIN_VALUE, -Float.MAX_VALUE, Float.MAX_VALUE};

    assertThat(Finite.all(values)).isTrue();
    assertThat(Finite.all(new float[0])).isTrue();
    assertThatThrownBy(() -> Finite.odd(values)).hasMessageContaining("5 values are finite");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void all_oneThatIsNot_isFoundWhereverItIs(float odd) {
    for (int at = 0; at < 37; at++) {
      float[] values = new float[37];
      values[at] = odd;

      assertThat(Finite.all(values)).isFalse();
      assertThat(Finite.odd(values)).isEqualTo(Float.valueOf(odd));
    }
  }
}
