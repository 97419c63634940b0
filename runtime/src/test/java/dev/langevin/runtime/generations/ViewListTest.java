package dev.langevin.runtime.generations;

import static dev.langevin.runtime.generations.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Priority;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class ViewListTest {
  private static final List<String> MODELS = List.of("a@1", "a@2", "ab@1");
  private static final List<String> SAMPLERS = List.of("euler", "ddim");
  private static final List<String> WORDS = List.of("red", "blue", "boat");

  /** One a second, and two at the same moment. */
  private static Snapshot made(int i) {
    Work work = Samples.work("g" + i, "w1", 1, NOW.plusSeconds(i / 2));
    GenerationRequest request =
        work.getRequest().toBuilder()
            .setModel(MODELS.get(i % 3))
            .setSampler(SAMPLERS.get(i % 2))
            .setPrompt(WORDS.get(i % 3) + " " + WORDS.get(i % 2))
            .setPriority(i % 4 == 0 ? Priority.PRIORITY_BATCH : Priority.PRIORITY_INTERACTIVE)
            .build();
    return Snapshots.queued(work.toBuilder().setRequest(request).build());
  }

  private static View view(int count) {
    View view = new View();
    for (int i = 0; i < count; i++) {
      view.apply("g" + i, 0, made(i), Overruling.NONE);
    }
    return view;
  }

  private static Selection selection(Random random) {
    return new Selection(
        "",
        Set.of(),
        Set.of(),
        random.nextInt(3) > 0 ? Set.of() : Set.of(List.of("a", "a@2", "ab").get(random.nextInt(3))),
        random.nextInt(3) > 0 ? Set.of() : Set.of(SAMPLERS.get(random.nextInt(2))),
        Words.of(random.nextInt(3) > 0 ? "" : WORDS.get(random.nextInt(3))),
        moment(random),
        moment(random));
  }

  private static Optional<Instant> moment(Random random) {
    return random.nextInt(3) > 0
        ? Optional.empty()
        : Optional.of(NOW.plusMillis(500 * random.nextInt(44) - 1_000));
  }

  private static boolean chosen(Snapshot snapshot, Selection by) {
    GenerationRequest request = snapshot.getGeneration().getRequest();
    Instant created = Snapshots.instant(snapshot.getGeneration().getCreateTime());
    String model = request.getModel();
    return (by.models().isEmpty()
            || by.models().contains(model)
            || by.models().contains(model.substring(0, model.indexOf('@'))))
        && (by.samplers().isEmpty() || by.samplers().contains(request.getSampler()))
        && by.words().occurIn(snapshot.getGeneration())
        && by.after().map(created::isAfter).orElse(true)
        && by.before().map(created::isBefore).orElse(true);
  }

  @Test
  void list_anySelectionInPages_isWhatALookAtEachFinds() {
    View view = view(40);
    List<Snapshot> all = view.list(100, null, Selection.ALL).snapshots();
    assertThat(all).hasSize(40);
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      Selection selection = selection(random);
      List<Snapshot> found = new ArrayList<>();
      Cursor cursor = null;
      do {
        Page page = view.list(1 + random.nextInt(5), cursor, selection);
        found.addAll(page.snapshots());
        cursor = page.next();
      } while (cursor != null);
      assertThat(found)
          .as("seed %d: %s", seed, selection)
          .isEqualTo(all.stream().filter(s -> chosen(s, selection)).toList());
    }
  }

  @Test
  void list_callerIsInterrupted_endsEarly() {
    View view = view(2_000);
    Selection none =
        new Selection(
            "",
            Set.of(),
            Set.of(),
            Set.of(),
            Set.of(),
            Words.of("nowhere"),
            Optional.empty(),
            Optional.empty());
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> view.list(1, null, none)).isInstanceOf(CancellationException.class);
    } finally {
      assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    }
    assertThat(view.list(1, null, none).snapshots()).isEmpty();
  }

  /** Where a job waits, its snapshot says: its model may be moved to another pool meanwhile. */
  @Test
  void depths_ofOneModelInTwoPools_areApart() {
    View view = new View();
    view.apply("g1", 0, Snapshots.queued(Samples.work("g1")), Overruling.NONE);
    Work moved = Samples.work("g2").toBuilder().setPool("gpu").build();
    view.apply("g2", 1, Snapshots.queued(moved), Overruling.NONE);
    assertThat(view.depths().keySet())
        .extracting(Kind::pool)
        .containsExactlyInAnyOrder("default", "gpu");
  }

  @Test
  void depths_asTheyRunAndEnd_countEachKind() {
    View view = view(12);
    Snapshot first = made(0);
    Work work = Samples.work("g0", "w1", 1, NOW);
    view.apply("g0", 1, Snapshots.claim(work, first, "nonce", NOW), Overruling.NONE);
    view.apply("g6", 1, Snapshots.cancelled(made(6), NOW), Overruling.NONE);
    Kind batch = new Kind("default", "a@1", "euler", Priority.PRIORITY_BATCH, "default");
    assertThat(view.running()).isEqualTo(1);
    assertThat(view.depths().get(batch)).isEqualTo(new Depth(0, 1, Instant.MAX));
    Kind other = new Kind("default", "ab@1", "euler", Priority.PRIORITY_BATCH, "default");
    assertThat(view.depths().get(other)).isEqualTo(new Depth(1, 0, NOW.plusSeconds(4)));
    assertThat(view.depths().values().stream().reduce(Depth.NONE, Depth::and))
        .isEqualTo(new Depth(10, 1, NOW));
    view.clear();
    assertThat(view.depths()).isEmpty();
    assertThat(view.running()).isZero();
    assertThat(view.beginnings()).isEqualTo(1);
  }
}
