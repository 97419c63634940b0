package dev.langevin.denoiser.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimingTest {
  private final Timing timing = new Timing();

  @Test
  void least_ofARunThatWasNeverSeen_isUnknown() {
    timing.ran(8, 1024, 40_000_000);
    assertThat(timing.least(4, 1024)).isEmpty();
    assertThat(timing.least(8, 4096)).isEmpty();
  }

  @Test
  void least_ofSteadyRuns_comesToTheirTime() {
    for (int i = 0; i < 50; i++) {
      timing.ran(8, 1024, 40_000_000);
    }
    assertThat(timing.least(8, 1024).orElseThrow()).isBetween(39_900_000L, 40_000_000L);
  }

  @Test
  void least_ofUnsteadyRuns_isEarlierThanMostOfThem() {
    for (int i = 0; i < 100; i++) {
      timing.ran(8, 1024, i % 2 == 0 ? 38_000_000 : 42_000_000);
    }
    assertThat(timing.least(8, 1024).orElseThrow()).isBetween(34_000_000L, 38_000_000L);
  }

  @Test
  void least_ofTheFirstRun_isCautious() {
    timing.ran(1, 1, 1000);
    assertThat(timing.least(1, 1)).hasValue(0);
  }

  @Test
  void least_ofManyKinds_forgetsTheOldest() {
    for (int kind = 1; kind <= 65; kind++) {
      timing.ran(kind, 1, 1000);
    }
    assertThat(timing.least(1, 1)).isEmpty();
    assertThat(timing.least(65, 1)).isPresent();
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
