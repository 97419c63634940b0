package dev.langevin.denoiser.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimingTest {
  private final Timing timing = new Timing();

  @Test
  void usual_ofARunThatWasNeverSeen_isUnknown() {
    timing.ran(8, 1024, 40_000_000);
    assertThat(timing.usual(4, 1024)).isEmpty();
    assertThat(timing.usual(8, 4096)).isEmpty();
  }

  @Test
  void usual_ofSteadyRuns_comesToTheirTime() {
    for (int i = 0; i < 50; i++) {
      timing.ran(8, 1024, 40_000_000);
    }
    assertThat(timing.usual(8, 1024).orElseThrow()).isBetween(39_900_000L, 40_000_000L);
  }

  @Test
  void usual_ofUnsteadyRuns_isTheirMean() {
    for (int i = 0; i < 100; i++) {
      timing.ran(8, 1024, i % 2 == 0 ? 38_000_000 : 42_000_000);
    }
    assertThat(timing.usual(8, 1024).orElseThrow()).isBetween(39_500_000L, 40_500_000L);
  }

  @Test
  void usual_ofManyKinds_forgetsTheOldest() {
    for (int kind = 1; kind <= 65; kind++) {
      timing.ran(kind, 1, 1000);
    }
    assertThat(timing.usual(1, 1)).isEmpty();
    assertThat(timing.usual(65, 1)).isPresent();
  }

  @Test
  void lead_growsWithRowsAndTheirAssembling() {
    long before = timing.lead(8);
    for (int i = 0; i < 50; i++) {
      timing.assembled(4, 400_000);
    }
    assertThat(before).isBetween(100_000L, 1_000_000L);
    assertThat(timing.lead(8) - before).isBetween(1_500_000L, 1_600_000L);
  }
}
