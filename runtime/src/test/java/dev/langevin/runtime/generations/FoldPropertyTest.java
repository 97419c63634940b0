package dev.langevin.runtime.generations;

import static dev.langevin.runtime.generations.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random histories: writers that build on whatever state they saw last, however old, append in any
 * interleaving. The seed is part of every failure's message.
 */
class FoldPropertyTest {
  private static final int HISTORIES = 2_000;

  @Test
  void fold_anyInterleavingOfStaleWriters_keepsItsInvariants() {
    int ended = 0;
    int stubs = 0;
    for (int seed = 0; seed < HISTORIES; seed++) {
      List<Snapshot> log = history(new Random(seed), 30);
      Snapshot state = null;
      int ends = 0;
      int claims = 0;
      for (Snapshot next : log) {
        if (!(Fold.apply(state, next) instanceof Verdict.Accepted)) {
          continue;
        }
        if (state != null) {
          assertThat(Fold.deleted(state)).as("seed %d", seed).isFalse();
          if (Fold.ended(state.getGeneration().getState())) {
            assertThat(Fold.deleted(next)).as("seed %d", seed).isTrue();
            assertThat(next.getGeneration().getState())
                .as("seed %d", seed)
                .isEqualTo(state.getGeneration().getState());
          }
          assertThat(next.getVersion()).as("seed %d", seed).isGreaterThan(state.getVersion());
          assertThat(next.getWorkId()).as("seed %d", seed).isEqualTo(state.getWorkId());
          assertThat(next.getRequestHash()).as("seed %d", seed).isEqualTo(state.getRequestHash());
          assertThat(next.getFailedAttempts())
              .as("seed %d", seed)
              .isBetween(state.getFailedAttempts(), state.getFailedAttempts() + 1)
              .isLessThanOrEqualTo(next.getAttempt());
          boolean claimed = next.getAttempt() != state.getAttempt();
          claims += claimed ? 1 : 0;
          assertThat(next.getAttempt())
              .as("seed %d", seed)
              .isEqualTo(state.getAttempt() + (claimed ? 1 : 0));
        }
        boolean end = Fold.ended(next.getGeneration().getState());
        ends += end && !Fold.deleted(next) ? 1 : 0;
        stubs += Fold.deleted(next) ? 1 : 0;
        state = next;
      }
      assertThat(ends).as("seed %d", seed).isLessThanOrEqualTo(1);
      assertThat(claims).as("seed %d", seed).isLessThanOrEqualTo(state.getAttempt());
      ended += ends;
    }
    assertThat(ended)
        .as("histories that ended, so that the test sees ends")
        .isGreaterThan(HISTORIES / 4);
    assertThat(stubs)
        .as("histories that were deleted, so that the test sees stubs")
        .isGreaterThan(HISTORIES / 20);
  }

  @Test
  void fold_winnerAppendedAgainAnywhere_changesNothing() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      Random random = new Random(seed);
      List<Snapshot> log = history(random, 20);
      List<Snapshot> restated = new ArrayList<>();
      Snapshot state = null;
      for (Snapshot record : log) {
        restated.add(record);
        state = fold(state, record);
        // Possibly late: the reader that restates may be behind, so an older winner comes again
        // too.
        if (random.nextInt(3) == 0) {
          restated.add(fold(restated.subList(0, 1 + random.nextInt(restated.size()))));
        }
      }
      assertThat(fold(restated)).as("seed %d", seed).isEqualTo(state);
    }
  }

  @Test
  void fold_afterCompactionThatKeptTheWinner_isTheSame() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      Random random = new Random(seed);
      List<Snapshot> log = history(random, 20);
      int cut = 1 + random.nextInt(log.size());
      Snapshot winner = fold(log.subList(0, cut));
      List<Snapshot> compacted = new ArrayList<>();
      compacted.add(winner);
      compacted.addAll(log.subList(cut, log.size()));
      assertThat(fold(compacted)).as("seed %d", seed).isEqualTo(fold(log));
    }
  }

  @Test
  void fold_readerWhomCompactionOvertook_findsTheStub() {
    int deleted = 0;
    for (int seed = 0; seed < HISTORIES; seed++) {
      Random random = new Random(seed);
      List<Snapshot> log = history(random, 40);
      Snapshot state = fold(log);
      if (!Fold.deleted(state)) {
        continue;
      }
      // What it read before the cleaned segments took the others' place, and all from the stub on.
      int stub = log.indexOf(state);
      List<Snapshot> read = new ArrayList<>(log.subList(0, random.nextInt(stub)));
      read.addAll(log.subList(stub, log.size()));
      assertThat(fold(read)).as("seed %d", seed).isEqualTo(state);
      deleted++;
    }
    assertThat(deleted).isGreaterThan(HISTORIES / 20);
  }

  /**
   * A log that several writers wrote, each on the state that it had read up to some earlier offset.
   */
  private static List<Snapshot> history(Random random, int length) {
    List<Work> works =
        List.of(
            Samples.work("g", "w1", 1, NOW),
            Samples.work("g", "w2", 1, NOW),
            Samples.work("g", "w3", 2, NOW));
    List<Snapshot> log = new ArrayList<>();
    while (log.size() < length) {
      Work work = works.get(random.nextInt(10) == 0 ? random.nextInt(3) : 0);
      int lag = random.nextInt(4) == 0 ? random.nextInt(log.size() + 1) : 0;
      Snapshot seen = fold(log.subList(0, log.size() - lag));
      log.add(
          seen == null || random.nextInt(12) == 0
              ? Snapshots.queued(work)
              : move(random, work, seen));
    }
    return log;
  }

  private static Snapshot move(Random random, Work work, Snapshot seen) {
    String nonce = "slot-" + random.nextInt(100);
    // As those who delete do: only what has ended by all that they have read.
    if (Fold.ended(seen.getGeneration().getState()) && random.nextInt(6) == 0) {
      return Snapshots.deleted(seen, NOW.plusSeconds(random.nextInt(3)));
    }
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> Snapshots.claim(work, seen, nonce, NOW);
      case 3, 4, 5 -> Snapshots.update(seen, generation -> generation.setNumericsId(nonce));
      case 6 -> Snapshots.release(seen);
      case 7 -> Snapshots.giveUp(seen);
      case 8 -> Snapshots.succeeded(seen, List.of(), NOW, generation -> generation);
      case 9 -> random.nextBoolean() ? seen : Snapshots.failed(seen, "NO", nonce, NOW);
      case 10 -> random.nextInt(4) == 0 ? Snapshots.cancelled(seen, NOW) : Snapshots.release(seen);
      default -> seen.toBuilder().setVersion(1 + random.nextInt(20)).build();
    };
  }

  private static Snapshot fold(List<Snapshot> log) {
    Snapshot state = null;
    for (Snapshot record : log) {
      state = fold(state, record);
    }
    return state;
  }

  private static Snapshot fold(Snapshot state, Snapshot record) {
    return switch (Fold.apply(state, record)) {
      case Verdict.Accepted accepted -> record;
      case Verdict.Unchanged unchanged -> state;
      case Verdict.Refused refused -> state;
      case Verdict.Unknown unknown -> throw new AssertionError(unknown);
    };
  }
}
