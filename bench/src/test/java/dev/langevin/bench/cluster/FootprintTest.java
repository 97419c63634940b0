package dev.langevin.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FootprintTest {
  @Test
  void live_histogram_isItsTotalWithoutWhatIsDead() {
    assertThat(
            Footprint.live(
                """
                4242:
                 num     #instances         #bytes  class name (module)
                -------------------------------------------------------
                   1:         53472        7331776  [B (java.base@25.0.3)
                   5:          2789        1129272  [Ljdk.internal.vm.FillerElement; (java.base@25.0.3)
                  99:             2             32  jdk.internal.vm.FillerObject (java.base@25.0.3)
                Total        300920       20096296
                """))
        .isEqualTo(20_096_296 - 1_129_272 - 32);
  }

  @Test
  void live_anythingElse_isNothing() {
    assertThat(Footprint.live("4242: no such process")).isZero();
  }
}
