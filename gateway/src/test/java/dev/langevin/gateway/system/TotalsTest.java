package dev.langevin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.gateway.catalog.Member;
import dev.langevin.internal.v1.Load;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.SystemTotals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TotalsTest {
  private static final Instant BEGIN = Instant.parse("2026-11-21T12:00:00Z");

  private final Totals totals = new Totals(BEGIN);

  @Test
  void saw_loads_countsWhatTheyGrewBy() {
    totals.saw("a", load(100, 10));
    assertThat(totals.now()).isEqualTo(SystemTotals.newBuilder().setBusy(Durations.ZERO).build());
    totals.saw("a", load(140, 12));
    totals.saw("a", load(140, 12));
    totals.saw("b", load(7, 7));
    totals.saw("b", load(8, 8));
    assertThat(totals.now().getRows()).isEqualTo(41);
    assertThat(totals.now().getBatches()).isEqualTo(3);
    assertThat(totals.now().getEvaluations()).isEqualTo(41);
    assertThat(totals.now().getBusy()).isEqualTo(Durations.fromMillis(3));
  }

  /** A replica that starts anew begins at nothing, and what is told never becomes less. */
  @Test
  void saw_loadsOfReplicasThatStartAnew_onlyGrows() {
    Random random = new Random(1);
    int rows = 0;
    int expected = 0;
    long before = 0;
    totals.saw("a", load(0, 0));
    for (int i = 0; i < 5_000; i++) {
      if (random.nextInt(20) == 0) {
        rows = 0;
        totals.saw("a", load(0, 0));
      }
      int more = random.nextInt(9);
      rows += more;
      expected += more;
      totals.saw("a", load(rows, rows));
      assertThat(totals.now().getRows()).isEqualTo(expected).isGreaterThanOrEqualTo(before);
      before = expected;
    }
  }

  @Test
  void saw_snapshots_countsThoseFromNowOnAndEachEndOnce() {
    sees(queued(BEGIN.minusSeconds(1)));
    sees(ended(State.STATE_FAILED, BEGIN.minusSeconds(1)));
    sees(queued(BEGIN));
    Snapshot succeeded = ended(State.STATE_SUCCEEDED, BEGIN.plusSeconds(1));
    sees(succeeded);
    sees(Snapshots.deleted(succeeded, BEGIN.plusSeconds(2)));
    sees(ended(State.STATE_CANCELLED, BEGIN.plusSeconds(3)));
    sees(ended(State.STATE_FILTERED, BEGIN.plusSeconds(3)));
    assertThat(totals.now().getAccepted()).isEqualTo(1);
    assertThat(totals.now().getSucceeded()).isEqualTo(1);
    assertThat(totals.now().getFailed()).isZero();
    assertThat(totals.now().getCancelled()).isEqualTo(1);
    assertThat(totals.now().getFiltered()).isEqualTo(1);
  }

  /** A log that is cut while it is read is told from its beginning once more. */
  @Test
  void saw_pastToldAgain_countsWhatIsNewAlone() {
    Snapshot succeeded = ended(State.STATE_SUCCEEDED, BEGIN.plusSeconds(4));
    totals.saw(queued(BEGIN.plusSeconds(3)), 0);
    totals.saw(succeeded, 0);
    for (int again = 1; again < 3; again++) {
      totals.saw(queued(BEGIN.plusSeconds(3)), again);
      totals.saw(succeeded, again);
    }
    assertThat(totals.now().getAccepted()).isEqualTo(1);
    assertThat(totals.now().getSucceeded()).isEqualTo(1);
    totals.saw(queued(BEGIN.plusSeconds(5)), 2);
    totals.saw(ended(State.STATE_SUCCEEDED, BEGIN.plusSeconds(6)), 2);
    assertThat(totals.now().getAccepted()).isEqualTo(2);
    assertThat(totals.now().getSucceeded()).isEqualTo(2);
  }

  /** Who looks last need not have asked last. */
  @Test
  void saw_membersByManyAtOnce_countsEachRowOnce() throws Exception {
    AtomicInteger rows = new AtomicInteger();
    List<Thread> lookers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      lookers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int n = 0; n < 20_000; n++) {
                      totals.saw(() -> List.of(member(rows.incrementAndGet())));
                    }
                  }));
    }
    for (Thread looker : lookers) {
      looker.join();
    }
    assertThat(rows).hasValue(80_000);
    assertThat(totals.now().getRows()).isEqualTo(80_000 - 1); // the first look counts nothing
  }

  private static Member member(int rows) {
    return new Member(
        Member.Service.DENOISER, "a", Optional.of(BEGIN), "", Optional.of(load(rows, rows)));
  }

  private void sees(Snapshot snapshot) {
    totals.saw(snapshot, 0);
  }

  private static Load load(int rows, int batches) {
    return Load.newBuilder()
        .setRows(rows)
        .setBatches(batches)
        .setEvaluations(rows)
        .setBusyNanos(batches * 1_000_000L)
        .build();
  }

  private static Snapshot queued(Instant created) {
    return Snapshot.newBuilder()
        .setVersion(1)
        .setGeneration(
            Generation.newBuilder()
                .setState(State.STATE_QUEUED)
                .setCreateTime(Snapshots.timestamp(created)))
        .build();
  }

  private static Snapshot ended(State state, Instant at) {
    return Snapshot.newBuilder()
        .setVersion(3)
        .setGeneration(
            Generation.newBuilder()
                .setState(state)
                .setCreateTime(Snapshots.timestamp(BEGIN.minusSeconds(5)))
                .setEndTime(Snapshots.timestamp(at)))
        .build();
  }
}
