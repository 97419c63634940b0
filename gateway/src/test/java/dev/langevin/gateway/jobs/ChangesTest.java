package dev.langevin.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.v1.Generation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChangesTest {
  private static final int HISTORIES = 2_000;

  private final Changes changes = new Changes();

  /** One of those who read, at a pace of its own. */
  private static final class Reader {
    private final Changes changes;
    private final Map<String, Long> told = new HashMap<>();
    private final Map<String, Long> since = new HashMap<>();
    private long place;
    private int events;
    private int missed;

    Reader(Changes changes) {
      this.changes = changes;
      place = changes.last();
    }

    /** Reads some; whether there may be more. */
    boolean read(int most) {
      Optional<List<Changes.Change>> news = changes.after(place, most);
      if (news.isEmpty()) {
        missed++;
        place = changes.last();
        told.clear();
        since.clear();
        return false;
      }
      for (Changes.Change change : news.get()) {
        assertThat(change.version()).isGreaterThan(told.getOrDefault(change.id(), 0L));
        assertThat(change.place()).isGreaterThan(place);
        told.put(change.id(), change.version());
        place = change.place();
        events++;
      }
      return news.get().size() == most;
    }
  }

  @Test
  void after_anyInterleaving_tellsTheNewestOfEachOnceAndNeverGoesBack() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      Random random = new Random(seed);
      Changes all = new Changes();
      List<Reader> readers = new ArrayList<>();
      Map<String, Long> versions = new HashMap<>();
      int offered = 0;
      for (int i = 0; i < 60; i++) {
        switch (random.nextInt(5)) {
          case 0 -> readers.add(new Reader(all));
          case 1 -> readers.forEach(reader -> reader.read(1 + random.nextInt(3)));
          default -> {
            String id = "g" + random.nextInt(6);
            // Some are older than what is known, as where the log is read again.
            long version = Math.max(1, versions.getOrDefault(id, 0L) + random.nextInt(4) - 1);
            all.saw(snapshot(id, version));
            if (version > versions.getOrDefault(id, 0L)) {
              versions.put(id, version);
              readers.forEach(reader -> reader.since.put(id, version));
              offered++;
            }
          }
        }
      }
      for (Reader reader : readers) {
        while (reader.read(2)) {
          // to the end
        }
        assertThat(reader.missed).isZero();
        assertThat(reader.told).as("seed %d", seed).isEqualTo(reader.since);
        assertThat(reader.events).isLessThanOrEqualTo(offered);
      }
    }
  }

  @Test
  void after_oneChangesAThousandTimes_isOneEvent() {
    for (int version = 1; version <= 1_000; version++) {
      changes.saw(snapshot("g", version));
    }
    assertThat(changes.after(0, 50).orElseThrow())
        .containsExactly(new Changes.Change(1_000, "g", 1_000));
  }

  @Test
  void after_moreGenerationsThanAreRemembered_isKnownToBeMissed() {
    for (int i = 0; i <= Changes.WINDOW; i++) {
      changes.saw(snapshot("g" + i, 1));
    }
    assertThat(changes.after(0, 1)).isEmpty();
    assertThat(changes.after(1, 5_000).orElseThrow()).hasSize(Changes.WINDOW);
    assertThat(changes.after(changes.last(), 1)).contains(List.of());
  }

  @Test
  void forget_everybodyHasMissedSome() {
    changes.saw(snapshot("g", 5));
    long place = changes.last();
    changes.forget();
    assertThat(changes.after(place, 1)).isEmpty();
    changes.saw(snapshot("g", 1));
    assertThat(changes.after(changes.last() - 1, 1).orElseThrow()).hasSize(1);
  }

  private static Snapshot snapshot(String id, long version) {
    return Snapshot.newBuilder()
        .setGeneration(Generation.newBuilder().setId(id))
        .setVersion(version)
        .build();
  }
}
