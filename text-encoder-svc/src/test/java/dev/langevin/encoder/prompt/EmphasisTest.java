package dev.langevin.encoder.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EmphasisTest {
  private static final float[] STATES = {1, 2, 3, -4};

  @Test
  void scaled_rows_areWeighedAndKeepTheMean() {
    // (1 + 2) · 1 + (3 − 4) · 2 = 1 in place of 2: all doubled.
    assertThat(Emphasis.scaled(STATES, new float[] {1, 2})).containsExactly(2, 4, 12, -16);
    assertThat(STATES).containsExactly(1, 2, 3, -4);
  }

  @Test
  void scaled_weightsOfOne_changeNothing() {
    assertThat(Emphasis.scaled(STATES, new float[] {1, 1})).isEqualTo(STATES);
  }

  @Test
  void scaled_meanOfZero_isNotFinite() {
    assertThat(Emphasis.scaled(new float[] {1, 1}, new float[] {1, -1}))
        .containsOnly(Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
  }

  @Test
  void fromEmpty_rows_moveAwayFromTheEmptyOnes() {
    float[] empty = {1, 1, 1, 1};

    assertThat(Emphasis.fromEmpty(STATES, new float[] {1, 0.5f}, empty))
        .containsExactly(1, 2, 2, -1.5f);
    assertThat(Emphasis.fromEmpty(STATES, new float[] {0, -1}, empty)).containsExactly(1, 1, -1, 6);
  }
}
