package dev.langevin.bench.chaos.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.bench.chaos.schedule.Member;
import dev.langevin.bench.cluster.Footprint;
import org.junit.jupiter.api.Test;

class HoldingTest {
  private static final Footprint BEFORE = new Footprint(20L << 20, 200L << 20, 100, 60);

  private static int leaks(Footprint after) {
    return new Holding(Member.GATEWAY_1, BEFORE, after).leaks().size();
  }

  @Test
  void leaks_aLittleMore_isNone() {
    assertThat(leaks(new Footprint(30L << 20, 300L << 20, 110, 70))).isZero();
  }

  @Test
  void leaks_muchMore_isFoundForEach() {
    assertThat(leaks(new Footprint(50L << 20, 200L << 20, 100, 60))).isEqualTo(1);
    assertThat(leaks(new Footprint(20L << 20, 200L << 20, 200, 60))).isEqualTo(1);
    assertThat(leaks(new Footprint(20L << 20, 200L << 20, 100, 600))).isEqualTo(1);
  }
}
