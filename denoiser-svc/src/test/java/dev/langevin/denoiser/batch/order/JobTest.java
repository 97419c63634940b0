package dev.langevin.denoiser.batch.order;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JobTest {
  private final Job job = new Job("a");

  @Test
  void ask_honest_isBelieved() {
    for (int step = 0; step < 50; step++) {
      assertThat(job.ask(2, 98 - 2 * step)).isEqualTo(100 - 2 * step);
    }
  }

  @Test
  void ask_fewerThanPromised_isBelievedOnce() {
    job.ask(2, 98);
    assertThat(job.ask(2, 0)).isEqualTo(2);
    assertThat(job.ask(2, 0)).isEqualTo(4);
  }

  @Test
  void ask_alwaysNearlyDone_isBelievedToNeedWhatItHad() {
    assertThat(job.ask(1, 1)).isEqualTo(2);
    for (int had = 1; had < 1000; had++) {
      assertThat(job.ask(1, 1)).isEqualTo(Math.max(2, had));
    }
  }

  @Test
  void ask_largestThereIs_isNoLessThanIsSaid() {
    assertThat(job.ask(256, 0xFFFFFFFFL)).isEqualTo(256 + 0xFFFFFFFFL);
    assertThat(job.ask(256, 0xFFFFFFFFL)).isEqualTo(256 + 0xFFFFFFFFL);
  }

  @Test
  void back_whileTheNextRunGoesOn_canBeInEverySecond() {
    assertThat(job.back(7)).isEqualTo(1);
    double cadence = 1;
    for (int run = 7; run < 60; run += 2) {
      job.taken(0, run, 0);
      cadence = job.back(run + 2);
    }
    assertThat(cadence).isBetween(1.9, 2.0);
  }

  @Test
  void waited_stepsInFlightTogether_countsOnce() {
    job.taken(0, 0, 10);
    assertThat(job.waited(0, 10)).isEqualTo(10);
    job.taken(0, 1, 15);
    assertThat(job.waited(0, 15)).isEqualTo(15);
    job.taken(100, 2, 130);
    assertThat(job.waited(200, 203)).isEqualTo(48);
  }
}
