package dev.langevin.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchingTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1, false",
    "2, 1, true",
    "1, 2, true",
    "100, 99, true",
    "101, 100, false",
    "5000, 4951, false",
    "5000, 4950, true",
    "5000, 5050, true",
    "100000, 99001, false",
    "100000, 99000, true",
  })
  void worthTelling_changesByAHundredth(int before, int now, boolean worth) {
    assertThat(Watching.worthTelling(before, now)).isEqualTo(worth);
  }
}
