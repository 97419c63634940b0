package dev.langevin.runtime.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.runtime.config.Environment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store does. A store's test extends this and says where one is. */
abstract class BlobStoreContract {
  private BlobStore opened;

  /** The variables that a process finds the store by, which is empty at first. */
  abstract Map<String, String> variables();

  /** The same store at every call. */
  BlobStore store() {
    if (opened == null) {
      Environment environment = Environment.of(variables());
      opened =
          BlobStores.durable(
              "artifact", StoreSettings.of(environment, "ARTIFACTS", Path.of("nowhere")));
    }
    return opened;
  }

  @AfterEach
  void letGo() {
    if (opened != null) {
      opened.close();
    }
  }

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
  void putAndWriter_manyMegabytes_areThere() throws IOException {
    byte[] bytes = bytes(4, 21 << 20);
    put("large/at-once", bytes);
    try (BlobWriter writer = store().writer()) {
      for (int from = 0; from < bytes.length; from += 1 << 20) {
        writer.write(ByteBuffer.wrap(bytes, from, 1 << 20));
      }
      assertThat(store().list("")).extracting(Blob::name).containsExactly("large/at-once");
      writer.put("large/in-pieces");
    }

    assertThat(read("large/at-once")).isEqualTo(bytes);
    assertThat(read("large/in-pieces")).isEqualTo(bytes);
    assertThat(store().list("")).extracting(Blob::bytes).containsOnly((long) bytes.length);
  }

  @Test
  void put_nothingAndDirectAndSlicedBuffers_areTaken() throws IOException {
    byte[] bytes = bytes(5, 1000);
    store().put("n/nothing", ByteBuffer.allocate(0));
    store().put("n/direct", ByteBuffer.allocateDirect(1000).put(bytes).flip());
    store().put("n/slice", ByteBuffer.wrap(bytes).slice(100, 50).asReadOnlyBuffer());
    try (BlobWriter writer = store().writer()) {
      writer.put("n/unwritten");
    }

    assertThat(read("n/nothing")).isEmpty();
    assertThat(read("n/direct")).isEqualTo(bytes);
    assertThat(read("n/slice")).isEqualTo(Arrays.copyOfRange(bytes, 100, 150));
    assertThat(read("n/unwritten")).isEmpty();
  }

  @Test
  void open_fromAnOffset_hasTheRest() throws IOException {
    byte[] bytes = bytes(6, 1000);
    put("o", bytes);

    assertThat(rest("o", 0)).isEqualTo(bytes);
    assertThat(rest("o", 990)).isEqualTo(Arrays.copyOfRange(bytes, 990, 1000));
    assertThat(rest("o", 1000)).isEmpty();
    assertThatThrownBy(() -> rest("o", 1001))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("1001");
  }

  @Test
  void open_manyThatAreReadSlowly_keepNobodyFromTheStore() throws IOException {
    byte[] bytes = bytes(9, 2_500_000);
    put("slow", bytes);
    List<InputStream> readers = new ArrayList<>();
    try {
      for (int i = 0; i < 70; i++) { // more than a client of S3 has connections
        InputStream in = store().open("slow", i);
        readers.add(in);
        assertThat(in.read()).isEqualTo(bytes[i] & 0xff);
      }
      put("other", bytes(10, 1000));

      assertThat(read("other")).isEqualTo(bytes(10, 1000));
      assertThat(readers.getLast().readAllBytes())
          .isEqualTo(Arrays.copyOfRange(bytes, 70, bytes.length));
    } finally {
      for (InputStream in : readers) {
        in.close();
      }
    }
  }

  @Test
  void put_inPlaceOfAnother_readersSeeOneOrTheOther() throws Exception {
    byte[][] versions = {bytes(7, 200_000), bytes(8, 150_000)};
    put("same", versions[0]);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> writer =
          threads.submit(
              () -> {
                for (int i = 1; i <= 30; i++) {
                  put("same", versions[i % 2]);
                }
              });
      while (!writer.isDone()) {
        assertThat(read("same")).isIn((Object) versions[0], versions[1]);
      }
      writer.get();
    }
  }

  @Test
  void list_thousands_hasThemAll() {
    int many = 1300;
    try (var threads = Executors.newFixedThreadPool(16)) {
      IntStream.range(0, many)
          .forEach(i -> threads.submit(() -> put("t/%02x/%d".formatted(i % 256, i), bytes(i, 1))));
    }

    assertThat(store().list("t")).extracting(Blob::name).doesNotHaveDuplicates().hasSize(many);
    assertThat(store().list("t/0a")).hasSize(6);
  }

  @Test
  void writer_processIsKilled_leavesNoBlobAndIsInNobodysWay() throws Exception {
    for (int bytes : new int[] {1000, 20 << 20}) {
      Process process = process("pieces", Integer.toString(bytes));
      awaitLine(process, "written");
      process.destroyForcibly().waitFor();

      assertThat(store().list("")).isEmpty();
      store().check();
    }
    put("after/all", bytes(1, 10));
    assertThat(store().list("")).hasSize(1);
  }

  @Test
  void put_processIsKilledAgainAndAgain_everyBlobIsWhole() throws Exception {
    for (int kill = 2; kill <= 4; kill++) {
      Process process = process("blobs");
      awaitLine(process, "putting " + kill);
      process.destroyForcibly().waitFor();

      List<Blob> blobs = store().list("k");
      assertThat(blobs).hasSizeGreaterThanOrEqualTo(kill);
      for (Blob blob : blobs) {
        int number = Integer.parseInt(blob.name().substring(2));
        assertThat(read(blob.name())).isEqualTo(bytes(number, HalfWriter.BYTES));
        store().delete(blob.name());
      }
    }
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
  void openSizeAndDelete_folderOfOthers_isNoBlob() throws IOException {
    put("a/b/1", bytes(1, 10));

    for (String folder : List.of("a", "a/b")) {
      assertThatThrownBy(() -> store().open(folder))
          .isInstanceOfSatisfying(
              BlobException.class,
              e -> assertThat(e.kind()).isEqualTo(BlobException.Kind.NOT_FOUND));
      assertThat(store().size(folder)).isEmpty();
      assertThat(store().delete(folder)).isFalse();
    }
    assertThat(read("a/b/1")).isEqualTo(bytes(1, 10));
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
      strings = {
        "",
        "..",
        "../a",
        "a/../b",
        "/a",
        "a/",
        "a//b",
        "A",
        "a b",
        ".incoming/a",
        "a\\b",
        "a\0b",
        "a%2fb",
        "a?b",
        "a#b",
        "a*",
        "ä",
        "a\nb",
        "~a",
        "a:b",
        "s3://a/b"
      })
  void anyMethod_otherName_isRefused(String name) {
    refused(() -> put(name, bytes(1, 1)), name);
    refused(() -> store().open(name), name);
    refused(() -> store().size(name), name);
    refused(() -> store().delete(name), name);
    if (!name.isEmpty()) {
      refused(() -> store().list(name), name);
    }
    try (BlobWriter writer = store().writer()) {
      refused(() -> writer.put(name), name);
    }
    assertThat(store().list("")).isEmpty();
  }

  @Test
  void put_nameThatIsTooLong_isRefused() {
    refused(() -> put("a".repeat(513), bytes(1, 1)), "512");
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  /** A {@link HalfWriter} with the same store. */
  private Process process(String... arguments) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            HalfWriter.class.getName());
    builder.command().addAll(List.of(arguments));
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().putAll(variables());
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static void awaitLine(Process process, String wanted) throws IOException {
    BufferedReader lines = process.inputReader();
    String line = lines.readLine();
    while (line != null && !line.equals(wanted)) {
      line = lines.readLine();
    }
    assertThat(line).isEqualTo(wanted);
  }

  void put(String name, byte[] bytes) {
    store().put(name, ByteBuffer.wrap(bytes));
  }

  byte[] read(String name) throws IOException {
    try (InputStream in = store().open(name)) {
      return in.readAllBytes();
    }
  }

  private byte[] rest(String name, long offset) throws IOException {
    try (InputStream in = store().open(name, offset)) {
      return in.readAllBytes();
    }
  }

  static byte[] bytes(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
