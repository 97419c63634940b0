package dev.langevin.runtime.generations;

import static dev.langevin.runtime.generations.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What tenants have, and that each sees its own alone. */
class AccountsTest {
  private final View view = new View();

  private Snapshot apply(Snapshot snapshot) {
    view.apply(snapshot.getGeneration().getId(), 0, snapshot, Overruling.NONE);
    return snapshot;
  }

  private Snapshot queued(String id, String tenant, long rows, int second) {
    return apply(
        Snapshots.queued(
            Samples.work(id, "w-" + id, 1, NOW.plusSeconds(second)).toBuilder()
                .setTenant(tenant)
                .setRows(rows)
                .build()));
  }

  private static Selection of(String tenant) {
    return new Selection(
        tenant,
        Set.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        Words.NONE,
        Optional.empty(),
        Optional.empty());
  }

  private List<String> ids(Selection selection) {
    return view.list(10, null, selection).snapshots().stream()
        .map(snapshot -> snapshot.getGeneration().getId())
        .toList();
  }

  @Test
  void list_ofATenant_isItsOwnInOrder_andOfAllIsOneList() {
    queued("a1", "ada", 1, 1);
    queued("b1", "bob", 1, 2);
    queued("a2", "ada", 1, 3);
    queued("b2", "bob", 1, 3);
    queued("d1", "", 1, 4);
    assertThat(ids(of("ada"))).containsExactly("a2", "a1");
    assertThat(ids(of("bob"))).containsExactly("b2", "b1");
    assertThat(ids(of("default"))).containsExactly("d1");
    assertThat(ids(of("nobody"))).isEmpty();
    assertThat(ids(Selection.ALL)).containsExactly("d1", "a2", "b2", "b1", "a1");
    Page first = view.list(2, null, Selection.ALL);
    assertThat(view.list(9, first.next(), Selection.ALL).snapshots()).hasSize(3);
  }

  @Test
  void queuePlace_countsTheTenantsOwnAlone() {
    queued("a1", "ada", 1, 1);
    queued("a2", "ada", 1, 2);
    assertThat(view.queuePlace(queued("b1", "bob", 1, 3))).isEqualTo(1);
    assertThat(view.queuePlace(queued("a3", "ada", 1, 4))).isEqualTo(3);
  }

  @Test
  void standing_asTheyRunAndEndAndGo() {
    Snapshot first = queued("a1", "ada", 40, 1);
    queued("a2", "ada", 60, 2);
    queued("b1", "bob", 7, 2);
    assertThat(view.standing("ada", NOW.plusSeconds(3))).isEqualTo(new Standing(2, 0, 100));
    Work work = Samples.work("a1", first.getWorkId(), 1, NOW.plusSeconds(1));
    Snapshot running = apply(Snapshots.claim(work, first, "nonce", NOW));
    assertThat(view.standing("ada", NOW.plusSeconds(3))).isEqualTo(new Standing(1, 1, 100));
    Snapshot ended = apply(Snapshots.cancelled(running, NOW));
    assertThat(view.standing("ada", NOW.plusSeconds(3))).isEqualTo(new Standing(1, 0, 100));
    apply(Snapshots.deleted(ended, NOW));
    assertThat(view.standing("ada", NOW.plusSeconds(3)).rows())
        .as("deleting gives no rows back")
        .isEqualTo(100);
    view.remove("a2");
    assertThat(view.standing("ada", NOW.plusSeconds(3))).isEqualTo(new Standing(0, 0, 100));
    assertThat(view.standing("bob", NOW.plusSeconds(3))).isEqualTo(new Standing(1, 0, 7));
    assertThat(view.standing("nobody", NOW)).isEqualTo(Standing.NONE);
    view.clear();
    assertThat(view.standing("ada", NOW.plusSeconds(3))).isEqualTo(Standing.NONE);
  }

  @Test
  void rows_areThoseOfTheLastMinute() {
    queued("a1", "ada", 40, 0);
    queued("a2", "ada", 60, 30);
    assertThat(view.standing("ada", NOW.plusSeconds(59)).rows()).isEqualTo(100);
    assertThat(view.standing("ada", NOW.plusSeconds(60)).rows()).isEqualTo(60);
    assertThat(view.standing("ada", NOW.plusSeconds(90)).rows()).isZero();
    assertThat(view.secondsUntil("ada", 40, NOW.plusSeconds(50))).isEqualTo(10);
    assertThat(view.secondsUntil("ada", 41, NOW.plusSeconds(50))).isEqualTo(40);
    assertThat(view.secondsUntil("ada", 101, NOW.plusSeconds(50))).isZero();
    queued("a3", "ada", 5, 60);
    assertThat(view.standing("ada", NOW.plusSeconds(61)).rows())
        .as("a second has the place of one a minute before")
        .isEqualTo(65);
    queued("a0", "ada", 5, 0);
    assertThat(view.standing("ada", NOW.plusSeconds(61)).rows())
        .as("one of long ago counts for nothing")
        .isEqualTo(65);
  }
}
