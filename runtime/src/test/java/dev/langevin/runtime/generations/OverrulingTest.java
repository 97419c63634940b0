package dev.langevin.runtime.generations;

import static dev.langevin.runtime.generations.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import dev.langevin.v1.Error;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OverrulingTest {
  private static final Snapshot WINNER = Snapshots.queued(Samples.work("g", "w1", 1, NOW));
  private static final Snapshot LOSER = Snapshots.queued(Samples.work("g", "w2", 1, NOW));

  private final List<Overruling> restated = new ArrayList<>();
  private long now;
  private final Restatements<Snapshot> restatements =
      new Restatements<>(
          () -> now,
          (winner, overruling) -> {
            assertThat(winner).isEqualTo(WINNER);
            restated.add(overruling);
          });

  @Test
  void apply_refusedRecordThatCompactionLeft_givesWayToTheRestatement() {
    View fresh = new View();
    fresh.apply("g", 1, LOSER, Overruling.NONE);

    assertThat(fresh.apply("g", 2, WINNER, Overruling.of(Set.of(1L))))
        .isEqualTo(new Verdict.Accepted());
    assertThat(fresh.get("g")).isEqualTo(WINNER);
  }

  @Test
  void apply_overrulingOfAnotherRecord_changesNothing() {
    View view = new View();
    view.apply("g", 0, WINNER, Overruling.NONE);

    assertThat(view.apply("g", 2, LOSER, Overruling.of(Set.of(1L))))
        .isInstanceOf(Verdict.Refused.class);
    assertThat(view.get("g")).isEqualTo(WINNER);
  }

  /** Whoever restates RUNNING after it does not know STATE_FILTERED, and is of an older version. */
  @Test
  void apply_overrulingOfAnEndThatTheWinnerLeadsTo_changesNothing() {
    Work work = Samples.work("g", "w1", 1, NOW);
    Snapshot running = Snapshots.claim(work, WINNER, "slot-a", NOW);
    Snapshot filtered = Snapshots.filtered(running, List.of(0), Error.getDefaultInstance(), NOW);
    View view = new View();
    view.apply("g", 0, running, Overruling.NONE);
    view.apply("g", 1, filtered, Overruling.NONE);

    assertThat(view.apply("g", 2, running, Overruling.of(Set.of(1L))))
        .isInstanceOf(Verdict.Refused.class);
    assertThat(view.get("g")).isEqualTo(filtered);
  }

  /** Compaction left the end of an attempt that had lost its claim. */
  @Test
  void apply_overrulingOfAnEndThatTheWinnerRefuses_givesWay() {
    Work work = Samples.work("g", "w1", 1, NOW);
    Snapshot first = Snapshots.claim(work, WINNER, "slot-a", NOW);
    Snapshot second = Snapshots.claim(work, first, "slot-b", NOW);
    View fresh = new View();
    fresh.apply(
        "g",
        1,
        Snapshots.filtered(first, List.of(0), Error.getDefaultInstance(), NOW),
        Overruling.NONE);

    fresh.apply("g", 2, second, Overruling.of(Set.of(1L)));

    assertThat(fresh.get("g")).isEqualTo(second);
  }

  @Test
  void sendDue_refusedRecords_areOverruledUntilSomebodySaysSo() {
    View view = new View();
    view.apply("g", 0, WINNER, Overruling.NONE);
    restatements.refused("g", 3);
    restatements.refused("g", 5);
    restatements.overruled("g", Overruling.of(Set.of(3L)));

    sendAfterAWhile(view);
    assertThat(restated).containsExactly(new Overruling(Set.of(5L)));

    sendAfterAWhile(view);
    assertThat(restated).as("not read back, so it is tried again").hasSize(2);

    restatements.overruled("g", restated.getFirst());
    sendAfterAWhile(view);
    assertThat(restated).hasSize(2);
  }

  @Test
  void parse_text_isWhatWasWritten() {
    Overruling overruling = Overruling.of(Set.of(12L, 7L, 40_000_000_000L));

    assertThat(overruling.text()).isEqualTo("7,12,40000000000");
    assertThat(Overruling.parse(overruling.text())).isEqualTo(overruling);
  }

  @Test
  void parse_somethingElse_overrulesNothing() {
    for (String text : new String[] {null, "", "x", "1,", "-1", "1,,2", "12345678901234567890"}) {
      assertThat(Overruling.parse(text)).as(text).isEqualTo(Overruling.NONE);
    }
  }

  @Test
  void of_veryMany_keepsTheNewest() {
    Overruling overruling = Overruling.of(LongStream.range(0, 1000).boxed().toList());

    assertThat(overruling.offsets()).hasSize(64).contains(999L, 936L).doesNotContain(935L);
  }

  private void sendAfterAWhile(View view) {
    now += 10_000_000_000L;
    restatements.sendDue(view::get);
  }
}
