package dev.langevin.denoiser.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.denoiser.BatchMode;
import org.junit.jupiter.api.Test;

class SizesTest {
  @Test
  void padded_automatically_fillsUpLargeRunsOnly() {
    Sizes sizes = new Sizes(30, BatchMode.AUTO);
    assertThat(sizes.padded(1)).isEqualTo(1);
    assertThat(sizes.padded(16)).isEqualTo(16);
    assertThat(sizes.padded(17)).isEqualTo(24);
    assertThat(sizes.padded(25)).isEqualTo(30);
    assertThat(sizes.all()).hasSize(18).endsWith(16, 24, 30);
  }

  @Test
  void padded_deterministically_isAlwaysTheSame() {
    Sizes sizes = new Sizes(6, BatchMode.DETERMINISTIC);
    assertThat(sizes.padded(1)).isEqualTo(6);
    assertThat(sizes.all()).containsExactly(6);
    assertThat(sizes.withCap(4).all()).containsExactly(4);
  }

  @Test
  void at_largerLatents_takesFewerRows() {
    Sizes sizes = new Sizes(8, BatchMode.DETERMINISTIC);
    assertThat(sizes.at(100, 100)).isEqualTo(sizes);
    assertThat(sizes.at(100, 50)).isEqualTo(sizes);
    assertThat(sizes.at(100, 225).padded(1)).isEqualTo(3);
    assertThat(sizes.at(100, 10_000).cap()).isEqualTo(1);
  }
}
