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
  void waited_stepsInFlightTogether_countsOnce() {
    job.taken(0, 10);
    assertThat(job.waited(0, 10)).isEqualTo(10);
    job.taken(0, 15);
    assertThat(job.waited(0, 15)).isEqualTo(15);
    job.taken(100, 130);
    assertThat(job.waited(200, 203)).isEqualTo(48);
  }
}
