package dev.langevin.runtime.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBlobStoreTest extends BlobStoreContract {
  @TempDir Path root;

  @Override
  Map<String, String> variables() {
    return Map.of("LANGEVIN_ARTIFACTS", root.resolve("artifacts").toString());
  }

  @Test
  void link_ofADirectory_isNone() {
    put("a", bytes(1, 10));

    assertThat(store().link("a", "image/png", Duration.ofMinutes(1))).isEmpty();
  }

  @Test
  void put_nameOfAFolderOfOthers_isRefused() throws IOException {
    put("a/1", bytes(1, 10));

    assertThatThrownBy(() -> put("a", bytes(2, 10))).isInstanceOf(BlobException.class);
    assertThat(read("a/1")).isEqualTo(bytes(1, 10));
    assertThat(files()).containsExactly("a/1");
  }

  @Test
  void put_quickly_isTheSame() throws IOException {
    BlobStore quick = LocalBlobStore.quick("checkpoint", root.resolve("artifacts"));
    quick.put("a/b", ByteBuffer.wrap(bytes(1, 10)));

    assertThat(read("a/b")).isEqualTo(bytes(1, 10));
  }

  @Test
  void put_blob_leavesNoOtherFile() throws IOException {
    put("ab/c", bytes(1, 10));

    assertThat(files()).containsExactly("ab/c");
  }

  @Test
  void check_whatAKilledWriterLeft_isDeletedWhenItIsOld() throws IOException {
    Path incoming = Files.createDirectories(root.resolve("artifacts/.incoming"));
    Path old = Files.writeString(incoming.resolve("old"), "half");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(7200)));
    Path young = Files.writeString(incoming.resolve("young"), "half");
    store().check();

    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }

  @Test
  void check_fileInPlaceOfTheDirectory_namesIt() throws IOException {
    Path file = Files.writeString(root.resolve("file"), "");

    for (Path path : List.of(file, file.resolve("below"))) {
      assertThatThrownBy(() -> LocalBlobStore.durable("artifact", path).check())
          .isInstanceOfSatisfying(
              BlobException.class,
              e -> assertThat(e.kind()).isEqualTo(BlobException.Kind.NOT_WRITABLE))
          .hasMessageContaining(file.toString());
    }
  }

  @Test
  void put_intoAStoreThatBecameAFile_isRefusedAsNotWritable() throws IOException {
    Path file = Files.writeString(root.resolve("file"), "");

    assertThatThrownBy(
            () -> LocalBlobStore.durable("artifact", file).put("a", ByteBuffer.allocate(10)))
        .isInstanceOfSatisfying(
            BlobException.class,
            e -> assertThat(e.kind()).isEqualTo(BlobException.Kind.NOT_WRITABLE));
  }

  @Test
  void of_whatAFullDeviceSays_isFull() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "no /dev/full here");
    try (OutputStream out = Files.newOutputStream(full)) {
      out.write(new byte[10_000]);
    } catch (IOException e) {
      BlobException failure = BlobException.of("artifact store " + root, e);
      assertThat(failure.kind()).isEqualTo(BlobException.Kind.FULL);
      assertThat(failure).hasMessageContainingAll(root.toString(), "is full");
      return;
    }
    throw new AssertionError("/dev/full took bytes");
  }

  @Test
  void of_whatFileSystemsSay_isToldApart() {
    assertThat(kind(new FileSystemException("f", null, "Disk quota exceeded")))
        .isEqualTo(BlobException.Kind.FULL);
    assertThat(kind(new FileSystemException("f", null, "Read-only file system")))
        .isEqualTo(BlobException.Kind.NOT_WRITABLE);
    assertThat(kind(new AccessDeniedException("f"))).isEqualTo(BlobException.Kind.NOT_WRITABLE);
    assertThat(kind(new FileSystemException("f", null, "Input/output error")))
        .isEqualTo(BlobException.Kind.FAILED);
  }

  private BlobException.Kind kind(IOException e) {
    return BlobException.of("artifact store " + root, e).kind();
  }

  private List<String> files() throws IOException {
    Path store = root.resolve("artifacts");
    try (Stream<Path> files = Files.walk(store)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> store.relativize(file).toString())
          .toList();
    }
  }
}
