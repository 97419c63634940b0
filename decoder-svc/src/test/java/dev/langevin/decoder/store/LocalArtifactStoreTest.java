package dev.langevin.decoder.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalArtifactStoreTest extends ArtifactStoreContract {
  @TempDir Path root;

  @Override
  ArtifactStore store() {
    return new LocalArtifactStore(root.resolve("artifacts"));
  }

  @Test
  void put_artifact_liesUnderItsShardAndLeavesNoOtherFile() throws IOException {
    byte[] bytes = bytes(1, 10);
    ArtifactName name = ArtifactName.of("abc123", 2, bytes);
    store().put(name, bytes);

    assertThat(files()).containsExactly("ab/abc123/2-" + name.sha256());
  }

  @Test
  void put_fileOfAnotherLength_isReplaced() throws IOException {
    byte[] bytes = bytes(1, 10);
    ArtifactName name = ArtifactName.of("abc123", 2, bytes);
    store().put(name, bytes);
    Files.writeString(root.resolve("artifacts/ab/abc123/2-" + name.sha256()), "torn");
    store().put(name, bytes);

    assertThat(read(store(), name)).isEqualTo(bytes);
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
      assertThatThrownBy(() -> new LocalArtifactStore(path).check())
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.NOT_WRITABLE))
          .hasMessageContaining(file.toString());
    }
  }

  @Test
  void put_intoAStoreThatBecameAFile_isRefusedAsNotWritable() throws IOException {
    Path file = Files.writeString(root.resolve("file"), "");
    byte[] bytes = bytes(1, 10);

    assertThatThrownBy(
            () -> new LocalArtifactStore(file).put(ArtifactName.of("a", 0, bytes), bytes))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.NOT_WRITABLE));
  }

  @Test
  void of_whatAFullDeviceSays_isFull() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "no /dev/full here");
    try (OutputStream out = Files.newOutputStream(full)) {
      out.write(new byte[10_000]);
    } catch (IOException e) {
      StoreException failure = StoreException.of(root, e);
      assertThat(failure.kind()).isEqualTo(StoreException.Kind.FULL);
      assertThat(failure).hasMessageContainingAll(root.toString(), "is full");
      return;
    }
    throw new AssertionError("/dev/full took bytes");
  }

  @Test
  void of_whatFileSystemsSay_isToldApart() {
    assertThat(kind(new FileSystemException("f", null, "Disk quota exceeded")))
        .isEqualTo(StoreException.Kind.FULL);
    assertThat(kind(new FileSystemException("f", null, "Read-only file system")))
        .isEqualTo(StoreException.Kind.NOT_WRITABLE);
    assertThat(kind(new AccessDeniedException("f"))).isEqualTo(StoreException.Kind.NOT_WRITABLE);
    assertThat(kind(new FileSystemException("f", null, "Input/output error")))
        .isEqualTo(StoreException.Kind.FAILED);
  }

  private StoreException.Kind kind(IOException e) {
    return StoreException.of(root, e).kind();
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
