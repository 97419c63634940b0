package dev.langevin.runtime.generations;

import static dev.langevin.runtime.generations.Samples.NOW;
import static dev.langevin.runtime.generations.Samples.work;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.Priority;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ViewTest {
  private static final int HISTORIES = 2_000;

  /** A record of one key: a snapshot, or a tombstone where that is null. */
  private record Written(Snapshot snapshot, String workId) {
    static Written of(Snapshot snapshot) {
      return new Written(snapshot, snapshot.getWorkId());
    }

    /** Whether it is the key's state when it is read. */
    boolean foldInto(View view) {
      return snapshot == null
          ? view.bury("g", workId)
          : !(view.apply("g", 0, snapshot, Overruling.NONE) instanceof Verdict.Refused);
    }
  }

  @Test
  void apply_everyStage_isDueInThatStageAlone() {
    View view = new View();
    Snapshot queued = Snapshots.queued(work("g"));
    Snapshot ended = Snapshots.cancelled(queued, NOW);
    Snapshot stub = Snapshots.deleted(ended, NOW);
    for (Snapshot snapshot : List.of(queued, ended, stub)) {
      view.apply("g", 0, snapshot, Overruling.NONE);
      for (Stage stage : Stage.values()) {
        boolean own = stage == Stage.of(snapshot);
        assertThat(view.count(stage)).as("%s in %s", snapshot, stage).isEqualTo(own ? 1 : 0);
        assertThat(view.due(stage, Instant.MAX, 9)).hasSize(own ? 1 : 0);
      }
      assertThat(view.get("g")).isEqualTo(snapshot);
      assertThat(view.list(9, null, Selection.ALL).snapshots())
          .hasSize(Fold.deleted(snapshot) ? 0 : 1);
    }
    assertThat(view.bury("g", "w1")).isTrue();
    assertThat(view.get("g")).isNull();
    assertThat(view.count(Stage.DELETED)).isZero();
  }

  @Test
  void get_whileItRuns_takesNoReading() {
    View view = new View();
    Snapshot queued = Snapshots.queued(work("g"));
    Snapshot running = Snapshots.claim(work("g"), queued, "nonce", NOW);
    Snapshot ended = Snapshots.cancelled(running, NOW);

    view.apply("g", 0, queued, Overruling.NONE);
    assertThat(view.get("g")).isEqualTo(queued).isNotSameAs(queued);
    view.apply("g", 1, running, Overruling.NONE);
    assertThat(view.get("g")).isSameAs(running);
    view.apply("g", 2, ended, Overruling.NONE);
    assertThat(view.get("g")).isEqualTo(ended).isNotSameAs(ended);
  }

  @Test
  void queuePlace_countsThoseOfTheSameQueueThatWaitAndCameBefore() {
    View view = new View();
    List<Snapshot> queued = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Work work = work("g" + i, "w" + i, 1, NOW.plusSeconds(i));
      queued.add(Snapshots.queued(work.toBuilder().setPool(i == 1 ? "other" : "").build()));
      view.apply("g" + i, i, queued.get(i), Overruling.NONE);
    }
    assertThat(queued.stream().map(view::queuePlace)).containsExactly(1, 1, 2, 3);

    Snapshot running = Snapshots.claim(work("g0", "w0", 1, NOW), queued.get(0), "nonce", NOW);
    view.apply("g0", 4, running, Overruling.NONE);
    assertThat(view.queuePlace(running)).isZero();
    assertThat(view.queuePlace(queued.get(3))).isEqualTo(2);

    view.apply("g0", 5, Snapshots.release(running), Overruling.NONE);
    assertThat(view.queuePlace(Snapshots.release(running))).isEqualTo(1);
    assertThat(view.queuePlace(queued.get(3))).isEqualTo(3);

    view.apply("g2", 6, Snapshots.cancelled(queued.get(2), NOW), Overruling.NONE);
    view.remove("g0");
    assertThat(view.queuePlace(queued.get(3))).isEqualTo(1);
  }

  @Test
  void queuePlace_batchAndInteractive_areTwoQueues() {
    View view = new View();
    Work.Builder batch = work("b").toBuilder();
    batch.getRequestBuilder().setPriority(Priority.PRIORITY_BATCH);
    Snapshot patient = Snapshots.queued(batch.build());
    Snapshot urgent = Snapshots.queued(work("i", "w1", 1, NOW.plusSeconds(1)));
    view.apply("b", 0, patient, Overruling.NONE);
    view.apply("i", 1, urgent, Overruling.NONE);

    assertThat(view.queuePlace(patient)).isEqualTo(1);
    assertThat(view.queuePlace(urgent)).isEqualTo(1);
    view.clear();
    assertThat(view.queuePlace(urgent)).isEqualTo(1);
  }

  @Test
  void due_ended_beginsWithTheOldestEnd() {
    View view = new View();
    for (int i = 0; i < 5; i++) {
      Snapshot queued = Snapshots.queued(work("g" + i));
      view.apply("g" + i, 0, queued, Overruling.NONE);
      view.apply("g" + i, 0, Snapshots.cancelled(queued, NOW.plusSeconds(10 - i)), Overruling.NONE);
    }
    assertThat(view.due(Stage.ENDED, NOW.plusSeconds(9), 2))
        .extracting(s -> s.getGeneration().getId())
        .containsExactly("g4", "g3");
    assertThat(view.due(Stage.ENDED, NOW.plusSeconds(9), 9)).hasSize(3);
  }

  @Test
  void list_byReason_leavesOutWhatDidNotFailSo() {
    View view = new View();
    Snapshot queued = Snapshots.queued(work("g"));
    view.apply("g", 0, queued, Overruling.NONE);
    Selection broken = Selection.of(Set.of(), Set.of("BROKEN"));
    assertThat(view.list(9, null, broken).snapshots()).isEmpty();
    Snapshot failed = Snapshots.failed(queued, "BROKEN", "it broke", NOW);
    view.apply("g", 0, failed, Overruling.NONE);
    assertThat(view.list(9, null, broken).snapshots()).containsExactly(failed);
    assertThat(view.list(9, null, Selection.of(State.STATE_CANCELLED)).snapshots()).isEmpty();
  }

  /** Random histories of a key whose request_id is used anew after each burial. */
  @Test
  void bury_anyInterleaving_endsItsOwnWorkRecordAlone() {
    int burials = 0;
    for (int seed = 0; seed < HISTORIES; seed++) {
      View view = new View();
      for (Written record : history(new Random(seed), 40)) {
        Snapshot before = view.get("g");
        boolean counts = record.foldInto(view);
        if (record.snapshot() == null && before != null) {
          boolean own = before.getWorkId().equals(record.workId());
          assertThat(counts).as("seed %d", seed).isEqualTo(own);
          assertThat(view.get("g")).as("seed %d", seed).isEqualTo(own ? null : before);
          burials += own ? 1 : 0;
        }
      }
    }
    assertThat(burials).isGreaterThan(HISTORIES / 4);
  }

  @Test
  void fold_compactedAnywhereAKeyIsSettled_isTheSame() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      Random random = new Random(seed);
      List<Written> log = history(random, 40);
      View all = new View();
      View compacted = new View();
      int cut = random.nextInt(log.size());
      for (int i = 0; i < log.size(); i++) {
        boolean settled = log.get(i).foldInto(all);
        if (i >= cut && settled) {
          // What compaction keeps of all that came before, and what it can't touch yet.
          for (Written record : log.subList(i, log.size())) {
            record.foldInto(compacted);
          }
          cut = Integer.MAX_VALUE;
        }
      }
      if (cut == Integer.MAX_VALUE) {
        assertThat(compacted.get("g")).as("seed %d", seed).isEqualTo(all.get("g"));
      }
    }
  }

  private static List<Written> history(Random random, int length) {
    List<Written> log = new ArrayList<>();
    List<View> readers = List.of(new View(), new View());
    int works = 0;
    int[] read = {0, 0};
    while (log.size() < length) {
      int who = random.nextInt(2);
      View reader = readers.get(who);
      // The other writer knows only what it read before.
      if (random.nextInt(3) > 0) {
        for (; read[who] < log.size(); read[who]++) {
          log.get(read[who]).foldInto(reader);
        }
      }
      Snapshot seen = reader.get("g");
      if (seen == null) {
        works++;
        log.add(Written.of(Snapshots.queued(work("g", "w" + works, 1, NOW))));
      } else if (Fold.deleted(seen)) {
        log.add(random.nextInt(3) == 0 ? Written.of(seen) : new Written(null, seen.getWorkId()));
      } else if (Fold.ended(seen.getGeneration().getState())) {
        log.add(Written.of(Snapshots.deleted(seen, NOW.plusSeconds(random.nextInt(3)))));
      } else {
        log.add(Written.of(Snapshots.cancelled(seen, NOW)));
      }
    }
    return log;
  }
}
