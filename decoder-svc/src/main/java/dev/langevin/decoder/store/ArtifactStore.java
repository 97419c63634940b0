package dev.langevin.decoder.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/**
 * Keeps artifacts by name. A name holds the hash of its bytes, so nothing is ever changed in place
 * and storing twice is storing once. Safe for several threads and several processes.
 */
public interface ArtifactStore {
  /** Finds out whether the store can be written; StoreException saying why it can't. */
  void check();

  /** Stores the bytes, durably when it returns; StoreException if the store refuses. */
  void put(ArtifactName name, byte[] bytes);

  /**
   * The bytes, to be closed.
   *
   * @throws StoreException with {@link StoreException.Kind#NOT_FOUND} if there are none
   */
  InputStream open(ArtifactName name) throws IOException;

  /** Deletes a generation's artifacts except those to keep, and tells how many. */
  int sweep(String id, Set<ArtifactName> keep);
}
