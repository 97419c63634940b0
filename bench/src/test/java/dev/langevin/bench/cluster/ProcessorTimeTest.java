package dev.langevin.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProcessorTimeTest {
  private static final long NOBODY = 1L << 40;

  @Test
  void of_thisProcess_countsWhatItDoes() {
    long pid = ProcessHandle.current().pid();
    ProcessorTime before = ProcessorTime.of(pid);
    long busyUntil = System.nanoTime() + 100_000_000;
    double taken = 0;
    while (System.nanoTime() < busyUntil || taken == 0) {
      taken = ProcessorTime.of(pid).since(before).work();
    }

    assertThat(taken).isPositive();
    assertThat(before.compilers()).isLessThan(before.seconds());
    assertThat(before.work()).isEqualTo(before.seconds() - before.compilers());
  }

  @Test
  void of_noProcess_isRefused() {
    assertThatThrownBy(() -> ProcessorTime.of(NOBODY))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(Long.toString(NOBODY));
  }
}
