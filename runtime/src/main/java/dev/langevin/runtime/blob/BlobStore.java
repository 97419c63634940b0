package dev.langevin.runtime.blob;

import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Keeps bytes by name. A name is parts of a-z, 0-9 and - joined by slashes, so that it can't lead
 * out of a store. No blob may have the name of a folder of others: some stores refuse it. A blob is
 * there whole or not at all. Safe for several threads and several processes. Every method throws a
 * {@link BlobException} where the store refuses.
 */
public interface BlobStore extends AutoCloseable {
  /** Finds out whether the store can be written, and removes what killed writers left. */
  void check();

  /** Stores the bytes under the name, in place of those there were. */
  void put(String name, ByteBuffer bytes);

  /** Begins a blob that is written piece by piece. */
  BlobWriter writer();

  /**
   * The bytes, to be closed.
   *
   * @throws BlobException with {@link BlobException.Kind#NOT_FOUND} if there are none
   */
  default InputStream open(String name) {
    return open(name, 0);
  }

  /**
   * The bytes from an offset on, to be closed; none where the blob ends there.
   *
   * @param offset 0 to the blob's size
   * @throws BlobException with {@link BlobException.Kind#NOT_FOUND} if there is no such blob
   * @throws IndexOutOfBoundsException if the offset is beyond its end
   */
  InputStream open(String name, long offset);

  /** How many bytes the blob has; empty if there is none. */
  OptionalLong size(String name);

  /**
   * The blobs below a folder.
   *
   * @param folder parts of names, without the last slash; empty for all
   */
  List<Blob> list(String folder);

  /**
   * A URL at which whoever has it can GET the blob for a while; empty where the store has none to
   * give. It is not looked whether the blob is there.
   *
   * @param mediaType what the reader is told it is
   * @param lifetime 1 s to 12 h; shorter, if the store's credentials end before
   */
  default Optional<URI> link(String name, String mediaType, Duration lifetime) {
    BlobNames.require(name);
    return Optional.empty();
  }

  /** Deletes the blob; whether there was one. */
  boolean delete(String name);

  /** Whether whoever opens it elsewhere, by the same settings, has the very same blobs. */
  default boolean shared() {
    return false;
  }

  /** Lets go of what it holds; no blob is lost. */
  @Override
  default void close() {}
}
