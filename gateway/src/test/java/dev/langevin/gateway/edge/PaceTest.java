package dev.langevin.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {
  private final Pace pace = new Pace(Duration.ofSeconds(60), 1000);

  @ParameterizedTest
  @CsvSource({
    "0, 0, 60",
    "0, 60, 0",
    "0, 61, -1",
    "1000, 60, 1",
    "60000, 60, 60",
    "268435456, 0, 268495.456"
  })
  void left_isPatienceAndWhatTheBytesAdd(long bytes, long waitedSeconds, double leftSeconds) {
    assertThat(pace.left(bytes, waitedSeconds * 1_000_000_000))
        .isEqualTo(Math.round(leftSeconds * 1e9));
  }
}
