package dev.langevin.runtime.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store does. A store's test extends this and says how to make one. */
abstract class BlobStoreContract {
  /** The same store at every call, empty at first. */
  abstract BlobStore store();

  @Test
  void check_usableStore_passesAndLeavesNothing() {
    store().check();

    assertThat(store().list("")).isEmpty();
  }

  @Test
  void put_bytes_areThere() throws IOException {
    byte[] bytes = bytes(1, 300_000);
    put("ab/abc/0-1", bytes);

    assertThat(read("ab/abc/0-1")).isEqualTo(bytes);
    assertThat(store().size("ab/abc/0-1")).hasValue(300_000);
  }

  @Test
  void writer_pieces_areABlobOnlyOnceTheyArePut() throws IOException {
    byte[] bytes = bytes(3, 100_000);
    try (BlobWriter writer = store().writer()) {
      writer.write(ByteBuffer.wrap(bytes, 0, 60_000));
      writer.write(ByteBuffer.wrap(bytes, 60_000, 40_000));
      assertThat(store().list("")).isEmpty();

      writer.put("w/pieces");
    }

    assertThat(read("w/pieces")).isEqualTo(bytes);
  }

  @Test
  void writer_closedBeforeItIsPut_leavesNothing() {
    try (BlobWriter writer = store().writer()) {
      writer.write(ByteBuffer.wrap(bytes(3, 1000)));
    }

    assertThat(store().list("")).isEmpty();
  }

  @Test
  void put_again_replaces() throws IOException {
    put("a", bytes(1, 1000));
    put("a", bytes(2, 10));

    assertThat(read("a")).isEqualTo(bytes(2, 10));
  }

  @Test
  void put_fromManyThreads_keepsAll() throws IOException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 24)
          .mapToObj(
              i ->
                  CompletableFuture.runAsync(
                      () -> put("m/" + i % 8, bytes(i % 8, 10_000)), threads))
          .toList()
          .forEach(CompletableFuture::join);
    }
    for (int i = 0; i < 8; i++) {
      assertThat(read("m/" + i)).isEqualTo(bytes(i, 10_000));
    }
    assertThat(store().list("m")).hasSize(8);
  }

  @Test
  void putAndDelete_inOneFolder_doNotDisturbEachOther() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 200)
          .mapToObj(
              i ->
                  CompletableFuture.runAsync(
                      () -> {
                        put("f/g/" + i, bytes(i, 10));
                        store().delete("f/g/" + i);
                      },
                      threads))
          .toList()
          .forEach(CompletableFuture::join);
    }
    assertThat(store().list("f")).isEmpty();
  }

  @Test
  void open_unknownName_isNotFoundAndNamesIt() {
    assertThatThrownBy(() -> store().open("no/body"))
        .isInstanceOfSatisfying(
            BlobException.class, e -> assertThat(e.kind()).isEqualTo(BlobException.Kind.NOT_FOUND))
        .hasMessageContaining("no/body");
    assertThat(store().size("no/body")).isEmpty();
  }

  @Test
  void list_folder_hasWhatIsBelowIt() {
    Instant before = Instant.now().minusSeconds(5);
    put("a/1", bytes(1, 10));
    put("a/b/2", bytes(2, 20));
    put("ab/3", bytes(3, 30));

    assertThat(store().list("a")).extracting(Blob::name).containsExactlyInAnyOrder("a/1", "a/b/2");
    assertThat(store().list("")).extracting(Blob::bytes).containsExactlyInAnyOrder(10L, 20L, 30L);
    assertThat(store().list("ab")).allMatch(blob -> blob.written().isAfter(before));
    assertThat(store().list("nothing")).isEmpty();
  }

  @Test
  void delete_blob_isGoneAndCanComeBack() throws IOException {
    put("a/1", bytes(1, 10));

    assertThat(store().delete("a/1")).isTrue();
    assertThat(store().delete("a/1")).isFalse();
    assertThat(store().list("")).isEmpty();
    put("a/1", bytes(2, 10));
    assertThat(read("a/1")).isEqualTo(bytes(2, 10));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "..", "../a", "a/../b", "/a", "a/", "a//b", "A", "a b", ".incoming/a"})
  void anyMethod_otherName_isRefused(String name) {
    assertThatThrownBy(() -> put(name, bytes(1, 1))).hasMessageContaining(name);
    assertThatThrownBy(() -> store().open(name)).hasMessageContaining(name);
    assertThatThrownBy(() -> store().delete(name)).hasMessageContaining(name);
  }

  void put(String name, byte[] bytes) {
    store().put(name, ByteBuffer.wrap(bytes));
  }

  byte[] read(String name) throws IOException {
    try (InputStream in = store().open(name)) {
      return in.readAllBytes();
    }
  }

  static byte[] bytes(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
