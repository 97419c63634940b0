package dev.langevin.runtime.generations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.events.v1.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A list that looks for words in very many. */
class ViewSearchIT {
  private static final int COUNT = 100_000;
  private static final View VIEW = new View();

  @BeforeAll
  static void fill() {
    for (int i = 0; i < COUNT; i++) {
      Snapshot ended = Snapshots.cancelled(Snapshots.queued(ViewMemoryIT.work(i)), Instant.now());
      VIEW.apply(ended.getGeneration().getId(), 0, ended, Overruling.NONE);
    }
  }

  @Test
  void list_wordsThatNoneHas_looksAtAllOfThem() {
    for (String query :
        new String[] {"nothing", "sailboat nothing", "ünthing", "MOUNTAINS fog zebra"}) {
      long best = Long.MAX_VALUE;
      int found = 0;
      for (int i = 0; i < 3; i++) {
        long started = System.nanoTime();
        found = VIEW.list(50, null, selection(query)).snapshots().size();
        best = Math.min(best, System.nanoTime() - started);
      }
      System.out.printf("%,d searched for \"%s\": %d ms%n", COUNT, query, best / 1_000_000);
      assertThat(found).isZero();
      assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofSeconds(20));
    }
  }

  @Test
  void list_wordsThatAllHave_isAPage() {
    assertThat(VIEW.list(50, null, selection("MOUNTAINS fog")).snapshots()).hasSize(50);
  }

  private static Selection selection(String query) {
    return new Selection(
        "",
        Set.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        Words.of(query),
        Optional.empty(),
        Optional.empty());
  }
}
