package dev.langevin.runtime.blob;

import java.nio.ByteBuffer;

/**
 * A blob that is written piece by piece, and is no blob before it is put. Closed before that, it
 * leaves nothing. One thread at a time uses it. Every method throws a {@link BlobException} where
 * the store refuses.
 */
public interface BlobWriter extends AutoCloseable {
  /** Appends bytes. */
  void write(ByteBuffer bytes);

  /** Makes what was written the blob of this name, in place of the one there was. */
  void put(String name);

  @Override
  void close();
}
