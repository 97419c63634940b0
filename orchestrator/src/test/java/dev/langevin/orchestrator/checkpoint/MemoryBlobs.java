package dev.langevin.orchestrator.checkpoint;

import dev.langevin.runtime.blob.Blob;
import dev.langevin.runtime.blob.BlobStore;
import dev.langevin.runtime.blob.BlobWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;

/** Blobs in a map; a blob's age can be set. */
public final class MemoryBlobs implements BlobStore {
  public final Map<String, byte[]> blobs = new ConcurrentSkipListMap<>();
  public volatile Instant written = Instant.EPOCH;

  /** What happens before a blob is put; may throw. */
  public volatile Runnable beforePut = () -> {};

  @Override
  public void check() {}

  @Override
  public void put(String name, ByteBuffer bytes) {
    beforePut.run();
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    blobs.put(name, copy);
  }

  @Override
  public BlobWriter writer() {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    return new BlobWriter() {
      @Override
      public void write(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        written.writeBytes(copy);
      }

      @Override
      public void put(String name) {
        blobs.put(name, written.toByteArray());
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public InputStream open(String name, long offset) {
    byte[] bytes = blobs.get(name);
    return new ByteArrayInputStream(bytes, (int) offset, bytes.length);
  }

  @Override
  public OptionalLong size(String name) {
    byte[] bytes = blobs.get(name);
    return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes.length);
  }

  @Override
  public List<Blob> list(String folder) {
    return blobs.entrySet().stream()
        .filter(e -> folder.isEmpty() || e.getKey().startsWith(folder + "/"))
        .map(e -> new Blob(e.getKey(), e.getValue().length, written))
        .toList();
  }

  @Override
  public boolean delete(String name) {
    return blobs.remove(name) != null;
  }
}
