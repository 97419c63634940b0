package dev.langevin.runtime.numeric;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import org.junit.jupiter.api.Test;

class Float16Test {
  @Test
  void narrow_ofHalves_roundsToEven() {
    // 2049 and 2051 lie half way between neighbours, which are 2 apart there.
    assertThat(narrow(1, 2049, 2051, 2051.1f, 65519.99f))
        .containsExactly(bits(1), bits(2048), bits(2052), bits(2052), bits(65504));
  }

  @Test
  void narrow_beyondTheLargest_isInfinite() {
    short[] halves = narrow(65520, -1e9f, Float.NaN);
    for (short half : halves) {
      assertThat(half & Float16.EXPONENT).isEqualTo(Float16.EXPONENT);
    }
    assertThat(halves[0] & 0x3ff).isZero();
    assertThat(halves[2] & 0x3ff).isNotZero();
  }

  @Test
  void widen_ofEveryPattern_comesBack() {
    short[] all = new short[1 << 16];
    for (int i = 0; i < all.length; i++) {
      all[i] = (short) i;
    }
    FloatBuffer floats = FloatBuffer.allocate(all.length);
    Float16.widen(ShortBuffer.wrap(all), floats);
    ShortBuffer back = ShortBuffer.allocate(all.length);
    Float16.narrow(floats.flip(), back);
    for (int i = 0; i < all.length; i++) {
      boolean notANumber = (i & Float16.EXPONENT) == Float16.EXPONENT && (i & 0x3ff) != 0;
      if (!notANumber) {
        assertThat(back.get(i)).isEqualTo((short) i);
      }
    }
  }

  private static short[] narrow(float... values) {
    ShortBuffer halves = ShortBuffer.allocate(values.length);
    Float16.narrow(FloatBuffer.wrap(values), halves);
    return halves.array();
  }

  private static short bits(float value) {
    return Float.floatToFloat16(value);
  }
}
