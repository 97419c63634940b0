package dev.langevin.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EndRateTest {
  private Instant now = Instant.parse("2026-11-21T12:00:00Z");
  private final EndRate rate = new EndRate(() -> now);

  @Test
  void until_noneEnded_isTheLongest() {
    assertThat(rate.until(1)).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void until_oneASecond_isAsManySeconds() {
    endOneASecond(30);
    assertThat(rate.until(10)).isEqualTo(Duration.ofSeconds(10));
    assertThat(rate.until(25)).isEqualTo(Duration.ofSeconds(25));
  }

  @Test
  void until_whateverTheRate_isWithinBounds() {
    endOneASecond(30);
    assertThat(rate.until(1_000)).isEqualTo(Duration.ofMinutes(1));
    for (int i = 0; i < 5_000; i++) {
      saw(State.STATE_SUCCEEDED, now);
    }
    assertThat(rate.until(1)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void until_lastEndIsLongAgo_isForgotten() {
    endOneASecond(30);
    now = now.plusSeconds(120);
    assertThat(rate.until(1)).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void saw_runningOrOfBeforeOrAStub_doesNotCount() {
    saw(State.STATE_RUNNING, now);
    saw(State.STATE_SUCCEEDED, now.minusSeconds(3600));
    rate.saw(Snapshots.deleted(ended(State.STATE_SUCCEEDED, now), now));
    now = now.plusSeconds(1);
    assertThat(rate.until(1)).isEqualTo(Duration.ofMinutes(1));
  }

  private void endOneASecond(int count) {
    for (int i = 0; i < count; i++) {
      saw(State.STATE_FAILED, now);
      now = now.plusSeconds(1);
    }
  }

  private void saw(State state, Instant end) {
    rate.saw(ended(state, end));
  }

  private static Snapshot ended(State state, Instant end) {
    return Snapshot.newBuilder()
        .setGeneration(Generation.newBuilder().setState(state).setEndTime(Snapshots.timestamp(end)))
        .build();
  }
}
