package dev.langevin.orchestrator.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.events.v1.BatchSnapshot;
import dev.langevin.runtime.generations.Standing;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AllowanceTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  @Test
  void of_aBatchWithoutQuota_allowsEverything() {
    Allowance free = Allowance.of(BatchSnapshot.getDefaultInstance(), null);
    assertThat(free.linesAtOnce()).isEqualTo(Integer.MAX_VALUE);
    assertThat(free.allows(Long.MAX_VALUE / 2, 1_000_000, NOW)).isTrue();
  }

  /** Several batches of a tenant together have no more than one. */
  @Test
  void room_isWhatTheTenantLeaves() {
    assertThat(Allowance.of(BatchSnapshot.getDefaultInstance(), null).room(5_000, NOW))
        .isEqualTo(Integer.MAX_VALUE);
    assertThat(new Allowance(9, 0, now -> new Standing(3, 2, 0)).room(2, NOW)).isEqualTo(4);
    assertThat(new Allowance(9, 0, now -> new Standing(1, 0, 0)).room(4, NOW))
        .as("what was enqueued just now may not be seen yet")
        .isEqualTo(5);
    assertThat(new Allowance(9, 0, now -> new Standing(40, 20, 0)).room(1, NOW)).isNegative();
    assertThat(new Allowance(9, 0, now -> new Standing(40, 20, 0)).room(0, NOW)).isEqualTo(1);
  }

  @Test
  void allows_whatTheMinuteHasRoomFor() {
    Allowance some = new Allowance(9, 100, now -> new Standing(0, 0, now.equals(NOW) ? 40 : 0));
    assertThat(some.allows(0, 60, NOW)).isTrue();
    assertThat(some.allows(20, 41, NOW)).isFalse();
    assertThat(some.allows(20, 80, NOW.plusSeconds(60))).isTrue();
  }

  /** It would wait for ever. */
  @Test
  void allows_aLineOfMoreThanAll_onceThereIsNothingElse() {
    Allowance some = new Allowance(9, 100, now -> new Standing(0, 0, now.equals(NOW) ? 1 : 0));
    assertThat(some.allows(0, 160, NOW)).isFalse();
    assertThat(some.allows(0, 160, NOW.plusSeconds(60))).isTrue();
    assertThat(some.allows(1, 160, NOW.plusSeconds(60))).isFalse();
  }
}
