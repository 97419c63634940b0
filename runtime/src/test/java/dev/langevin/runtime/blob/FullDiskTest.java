package dev.langevin.runtime.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {
  @TempDir Path directory;

  @Test
  void put_noRoom_namesTheStoreLeavesNothingAndWorksWhenThereIsRoom() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), 256)) {
      BlobStore store = LocalBlobStore.durable("artifact", disk.root());
      ByteBuffer blob = ByteBuffer.wrap(new byte[64 << 10]);
      store.put("a/1", blob.duplicate());
      disk.fill();

      assertThatThrownBy(() -> store.put("a/2", blob.duplicate()))
          .isInstanceOfSatisfying(
              BlobException.class, e -> assertThat(e.kind()).isEqualTo(BlobException.Kind.FULL))
          .hasMessageContainingAll(disk.root().toString(), "full");
      assertThat(store.size("a/1")).hasValue(64 << 10);
      assertThat(store.size("a/2")).isEmpty();
      try (Stream<Path> incoming = Files.list(disk.root().resolve(".incoming"))) {
        assertThat(incoming).isEmpty();
      }

      disk.empty();
      store.put("a/2", blob.duplicate());
      assertThat(store.size("a/2")).hasValue(64 << 10);
    }
  }
}
