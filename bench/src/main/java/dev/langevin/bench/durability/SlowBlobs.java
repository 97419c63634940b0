package dev.langevin.bench.durability;

import dev.langevin.runtime.blob.Blob;
import dev.langevin.runtime.blob.BlobStore;
import dev.langevin.runtime.blob.BlobWriter;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A store that is far away: every call takes so much longer.
 *
 * @param near the store
 * @param delay of each call
 */
record SlowBlobs(BlobStore near, Duration delay) implements BlobStore {
  @Override
  public void check() {
    near.check();
  }

  @Override
  public void put(String name, ByteBuffer bytes) {
    travel();
    near.put(name, bytes);
  }

  @Override
  public BlobWriter writer() {
    return near.writer();
  }

  @Override
  public InputStream open(String name, long offset) {
    travel();
    return near.open(name, offset);
  }

  @Override
  public OptionalLong size(String name) {
    travel();
    return near.size(name);
  }

  @Override
  public List<Blob> list(String folder) {
    travel();
    return near.list(folder);
  }

  @Override
  public boolean delete(String name) {
    travel();
    return near.delete(name);
  }

  private void travel() {
    long until = System.nanoTime() + delay.toNanos();
    for (long left = delay.toNanos(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
