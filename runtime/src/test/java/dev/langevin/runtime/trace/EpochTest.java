package dev.langevin.runtime.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EpochTest {
  private long nanos = 7;
  private Instant time = Instant.ofEpochSecond(1_000, 11);
  private final Epoch epoch = new Epoch(() -> nanos, () -> time);

  @Test
  void offset_clockThatWasPutRight_isFollowedWithinASecond() {
    assertThat(nanos + epoch.offset()).isEqualTo(Epoch.nanos(time));
    time = time.plusSeconds(3600);
    nanos += TimeUnit.SECONDS.toNanos(1);
    assertThat(nanos + epoch.offset()).isEqualTo(Epoch.nanos(Instant.ofEpochSecond(1_001, 11)));
    nanos++;
    assertThat(nanos + epoch.offset()).isEqualTo(Epoch.nanos(time));
  }
}
