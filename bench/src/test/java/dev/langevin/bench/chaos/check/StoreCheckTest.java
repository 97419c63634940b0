package dev.langevin.bench.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCheckTest {
  private static final Listing ONE =
      new Listing(0, Map.of(Histories.ID, Histories.succeeded("aa11")), Map.of());

  @TempDir Path store;

  private void put(String name) throws IOException {
    Path file = store.resolve(name);
    Files.createDirectories(file.getParent());
    Files.createFile(file);
  }

  @Test
  void artifacts_justThoseThatAreNamed_findsNothing() throws IOException {
    put("ge/generation1/0-aa11");
    put(".incoming/written-when-killed");

    assertThat(StoreCheck.artifacts(store, ONE)).isEmpty();
  }

  @Test
  void artifacts_oneMore_isStray() throws IOException {
    put("ge/generation1/0-aa11");
    put("ge/generation1/0-bb22");

    assertThat(StoreCheck.artifacts(store, ONE))
        .extracting(Finding::problem)
        .containsExactly(Problem.STRAY);
  }

  @Test
  void artifacts_oneMissing_isLost() throws IOException {
    assertThat(StoreCheck.artifacts(store, ONE))
        .extracting(Finding::problem)
        .containsExactly(Problem.LOST);
  }

  @Test
  void checkpoints_anyLeft_isStray() throws IOException {
    put("ge/generation1/000001-000003");

    assertThat(StoreCheck.checkpoints(store))
        .extracting(Finding::problem)
        .containsExactly(Problem.STRAY);
  }
}
