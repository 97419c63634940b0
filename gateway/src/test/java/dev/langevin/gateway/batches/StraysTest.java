package dev.langevin.gateway.batches;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StraysTest {
  private static final long SECOND = 1_000_000_000;

  private final Strays strays = new Strays(Duration.ofSeconds(10));

  @Test
  void look_blobOfNoBatch_isOldOnlyAfterItsTime() {
    assertThat(strays.look(Set.of("a", "b"), Set.of("a"), 0)).isEmpty();
    assertThat(strays.look(Set.of("a", "b"), Set.of("a"), 9 * SECOND)).isEmpty();
    assertThat(strays.look(Set.of("a", "b"), Set.of("a"), 10 * SECOND)).containsExactly("b");
  }

  @Test
  void look_blobThatABatchTookMeanwhile_isForgotten() {
    strays.look(Set.of("a"), Set.of(), 0);
    strays.look(Set.of("a"), Set.of("a"), 9 * SECOND);

    assertThat(strays.look(Set.of("a"), Set.of(), 11 * SECOND)).isEmpty();
    assertThat(strays.look(Set.of("a"), Set.of(), 21 * SECOND)).containsExactly("a");
  }

  @Test
  void look_blobThatWasAwayMeanwhile_beginsAnew() {
    strays.look(Set.of("a"), Set.of(), 0);
    strays.look(Set.of(), Set.of(), 5 * SECOND);

    assertThat(strays.look(Set.of("a"), Set.of(), 11 * SECOND)).isEmpty();
  }

  @Test
  void look_firstOfAProcess_findsNothingOld() {
    assertThat(strays.look(Set.of("a", "b"), Set.of(), Long.MAX_VALUE)).isEmpty();
  }
}
