package dev.langevin.sampling.guidance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.sampling.Guided;
import dev.langevin.sampling.Outputs;
import org.junit.jupiter.api.Test;

class ClassifierFreeTest {
  private static final float[] C = {1, 2, 10, 20};
  private static final float[] U = {0, 4, 30, 40};

  @Test
  void rows_scaleOne_sendsThePromptAlone() {
    assertThat(new ClassifierFree(1).rows(null)).containsExactly(0);
    assertThat(new ClassifierFree(0).rows(null)).containsExactly(1);
    assertThat(new ClassifierFree(7.5).rows(null)).containsExactly(0, 1);
  }

  @Test
  void combine_twoRows_movesFromTheNegativePast() {
    Guided guided = combine(new ClassifierFree(3), 4, C, U);
    assertThat(guided.raw()).containsExactly(3, -2, -30, -20);
    assertThat(guided.baseline()).isSameAs(guided.raw());
    assertThat(guided.variance()).isEmpty();
  }

  @Test
  void combine_networkWithVariance_takesThatOfThePrompt() {
    Guided guided = combine(new ClassifierFree(3), 2, C, U);
    assertThat(guided.raw()).containsExactly(3, -2);
    assertThat(guided.variance()).containsExactly(10, 20);
    Guided alone = combine(new ClassifierFree(1), 2, C);
    assertThat(alone.raw()).containsExactly(1, 2);
    assertThat(alone.variance()).containsExactly(10, 20);
  }

  @Test
  void combine_oneRow_isThatRow() {
    assertThat(combine(new ClassifierFree(1), 4, C).raw()).isSameAs(C);
  }

  private static Guided combine(ClassifierFree guidance, int size, float[]... rows) {
    return guidance.combine(new Outputs(null, new float[size], null, rows), Guided.NONE);
  }
}
