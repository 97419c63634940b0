package dev.langevin.orchestrator.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private static final Instant T0 = Instant.parse("2026-11-01T12:00:00Z");

  private final Backlog backlog = new Backlog(4);

  @Test
  void room_queueThatNeverRunsEmpty_staysAtTheLeast() {
    assertThat(backlog.room(0, T0)).isEqualTo(4);
    assertThat(backlog.room(4, T0)).isZero();
    assertThat(backlog.room(1, T0)).isEqualTo(3);
    assertThat(backlog.room(4, T0)).isZero();
  }

  @Test
  void room_queueThatWasFullAndRanEmpty_doubles() {
    backlog.room(4, T0);

    assertThat(backlog.room(0, T0)).isEqualTo(8);
  }

  @Test
  void room_queueThatIsEmptyBecauseNobodyFilledIt_staysAsItWas() {
    backlog.room(3, T0);

    assertThat(backlog.room(0, T0)).isEqualTo(4);
    assertThat(backlog.room(0, T0)).isEqualTo(4);
  }

  @Test
  void room_everyTimeEmpty_growsToTheMost() {
    for (int i = 0; i < 20; i++) {
      backlog.room(Backlog.MOST, T0);
      backlog.room(0, T0);
    }

    assertThat(backlog.room(0, T0)).isEqualTo(Backlog.MOST);
  }

  @Test
  void room_calmQueue_shrinksAgainAndNotBelowTheLeast() {
    backlog.room(4, T0);
    backlog.room(0, T0);
    backlog.room(8, T0);
    backlog.room(0, T0);
    Instant calm = T0.plus(Backlog.CALM).plusMillis(1);

    assertThat(backlog.room(1, T0.plus(Backlog.CALM))).isEqualTo(15);
    assertThat(backlog.room(1, calm)).isEqualTo(7);
    assertThat(backlog.room(1, calm)).isEqualTo(7);
    assertThat(backlog.room(1, calm.plus(Backlog.CALM).plusMillis(1))).isEqualTo(3);
    assertThat(backlog.room(1, calm.plus(Backlog.CALM.multipliedBy(9)))).isEqualTo(3);
  }

  @Test
  void room_moreThanTheLimitWaits_isNone() {
    assertThat(backlog.room(9, T0)).isZero();
  }
}
