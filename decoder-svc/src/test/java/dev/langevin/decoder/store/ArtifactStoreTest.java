package dev.langevin.decoder.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.runtime.blob.BlobException;
import dev.langevin.runtime.blob.LocalBlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactStoreTest {
  private static final byte[] BYTES = bytes(1, 300_000);

  @TempDir Path root;

  private ArtifactStore store() {
    return new ArtifactStore(LocalBlobStore.durable("artifact", root));
  }

  @Test
  void put_artifact_liesUnderItsShard() {
    ArtifactName name = ArtifactName.of("abc123", 2, BYTES);
    store().put(name, BYTES);

    assertThat(root.resolve("ab/abc123/2-" + name.sha256())).exists();
  }

  @Test
  void put_fileOfAnotherLength_isReplaced() throws IOException {
    ArtifactName name = ArtifactName.of("abc123", 2, BYTES);
    store().put(name, BYTES);
    Files.writeString(root.resolve("ab/abc123/2-" + name.sha256()), "torn");
    store().put(name, BYTES);

    assertThat(read(store(), name)).isEqualTo(BYTES);
  }

  @Test
  void put_bytes_areThere() throws IOException {
    ArtifactStore store = store();
    ArtifactName name = ArtifactName.of("abc123", 0, BYTES);
    store.put(name, BYTES);

    assertThat(read(store, name)).isEqualTo(BYTES);
  }

  @Test
  void put_twice_isOnce() throws IOException {
    ArtifactStore store = store();
    ArtifactName name = ArtifactName.of("abc123", 0, BYTES);
    store.put(name, BYTES);
    store.put(name, BYTES);

    assertThat(read(store, name)).isEqualTo(BYTES);
    assertThat(store.sweep("abc123", Set.of())).isEqualTo(1);
  }

  @Test
  void put_fromManyThreads_keepsAll() throws IOException {
    ArtifactStore store = store();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 24)
          .mapToObj(i -> bytes(i % 8, 10_000))
          .map(
              bytes ->
                  CompletableFuture.runAsync(
                      () -> store.put(ArtifactName.of("many", 1, bytes), bytes), threads))
          .toList()
          .forEach(CompletableFuture::join);
    }
    for (int i = 0; i < 8; i++) {
      byte[] bytes = bytes(i, 10_000);
      assertThat(read(store, ArtifactName.of("many", 1, bytes))).isEqualTo(bytes);
    }
    assertThat(store.sweep("many", Set.of())).isEqualTo(8);
  }

  @Test
  void open_unknownName_isNotFoundAndNamesIt() {
    ArtifactName name = ArtifactName.of("nobody", 3, BYTES);

    assertThatThrownBy(() -> store().open(name))
        .isInstanceOfSatisfying(
            BlobException.class, e -> assertThat(e.kind()).isEqualTo(BlobException.Kind.NOT_FOUND))
        .hasMessageContaining(name.toString());
  }

  @Test
  void sweep_generation_deletesAllButTheKept() throws IOException {
    ArtifactStore store = store();
    ArtifactName kept = put(store, "g1", 0, 1);
    ArtifactName late = put(store, "g1", 0, 2);
    ArtifactName other = put(store, "g2", 0, 2);

    assertThat(store.sweep("g1", Set.of(kept, other))).isEqualTo(1);
    assertThat(read(store, kept)).isEqualTo(bytes(1, 100));
    assertThat(read(store, other)).isEqualTo(bytes(2, 100));
    assertThatThrownBy(() -> store.open(late)).isInstanceOf(BlobException.class);
    assertThat(store.sweep("g1", Set.of(kept))).isZero();
    assertThat(store.sweep("unknown", Set.of())).isZero();
  }

  @Test
  void put_afterASweep_isThereAgain() throws IOException {
    ArtifactStore store = store();
    ArtifactName name = put(store, "g1", 0, 1);
    store.sweep("g1", Set.of());
    put(store, "g1", 0, 1);

    assertThat(read(store, name)).isEqualTo(bytes(1, 100));
  }

  static byte[] bytes(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static byte[] read(ArtifactStore store, ArtifactName name) throws IOException {
    try (InputStream in = store.open(name)) {
      return in.readAllBytes();
    }
  }

  private static ArtifactName put(ArtifactStore store, String id, int index, int seed) {
    byte[] bytes = bytes(seed, 100);
    ArtifactName name = ArtifactName.of(id, index, bytes);
    store.put(name, bytes);
    return name;
  }
}
