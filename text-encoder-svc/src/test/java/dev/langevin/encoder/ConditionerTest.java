package dev.langevin.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.encoder.network.Hidden;
import dev.langevin.runtime.onnx.ElementType;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionerTest {
  /** Weights whose states have a mean of zero give infinities: no picture is better than noise. */
  @Test
  void tensor_notFinite_isRefused() {
    for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      assertRefused(ElementType.FLOAT, value);
      assertRefused(ElementType.FLOAT16, value);
    }
  }

  @Test
  void tensor_beyondHalfPrecision_isRefusedThereAlone() {
    assertRefused(ElementType.FLOAT16, 70_000);
    assertThat(Conditioner.tensor(states(ElementType.FLOAT, 70_000)).getShapeList())
        .containsExactly(2L, 2L);
  }

  private static void assertRefused(ElementType type, float value) {
    assertThatThrownBy(() -> Conditioner.tensor(states(type, value)))
        .isInstanceOfSatisfying(
            EncoderException.class,
            e -> assertThat(e.reason()).isEqualTo("CONDITIONING_NOT_FINITE"))
        .hasMessageContaining("NaN or infinity");
  }

  private static List<Hidden> states(ElementType type, float value) {
    return List.of(new Hidden(type, 2, 2, new float[] {1, 2, value, 4}));
  }
}
