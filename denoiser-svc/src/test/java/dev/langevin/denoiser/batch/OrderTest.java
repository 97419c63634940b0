package dev.langevin.denoiser.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OrderTest {
  private static final double ROW = 10e6;
  private static final Order ORDER = new Order(Duration.ofSeconds(30));

  @Test
  void score_ofFewerRowsLeft_goesFirst() {
    assertFirst(new Claim(false, 4, 0), new Claim(false, 50, 0));
  }

  @Test
  void score_ofInteractive_goesBeforeBatchWhateverIsLeft() {
    assertFirst(new Claim(false, 1_000_000, 0), new Claim(true, 1, seconds(29)));
  }

  @Test
  void score_ofBatchThatWaitedLongEnough_countsAsInteractive() {
    assertFirst(new Claim(true, 100, seconds(30)), new Claim(false, 100, 0));
  }

  @Test
  void score_ofAWait_countsAsRowsThatCouldHaveRun() {
    Claim young = new Claim(false, 10, 0);
    assertFirst(young, new Claim(false, 50, (long) (39 * ROW)));
    assertFirst(new Claim(false, 50, (long) (41 * ROW)), young);
  }

  @Test
  void score_ofTwo_staysInOrderAsBothWait() {
    for (long wait : new long[] {0, seconds(1), seconds(100)}) {
      assertFirst(new Claim(false, 4, wait), new Claim(false, 50, wait + seconds(0)));
    }
  }

  private static long seconds(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }

  private static void assertFirst(Claim first, Claim second) {
    assertThat(ORDER.score(first, ROW)).isLessThan(ORDER.score(second, ROW));
  }
}
