package dev.langevin.decoder.store;

import dev.langevin.runtime.blob.Blob;
import dev.langevin.runtime.blob.BlobException;
import dev.langevin.runtime.blob.BlobStore;
import dev.langevin.runtime.generations.GenerationId;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keeps artifacts by name. A name holds the hash of its bytes, so nothing is ever changed in place
 * and storing twice is storing once. Blobs are named by the first two characters of the
 * generation's id, the id, and {@code index-sha256}. All methods throw {@link BlobException}s.
 *
 * @param blobs where they are kept
 */
public record ArtifactStore(BlobStore blobs) {

  /** Stores the bytes. */
  public void put(ArtifactName name, byte[] bytes) {
    String blob = blob(name);
    OptionalLong there = blobs.size(blob);
    if (there.isEmpty() || there.getAsLong() != bytes.length) {
      blobs.put(blob, ByteBuffer.wrap(bytes));
    }
  }

  /** The bytes, to be closed. */
  public InputStream open(ArtifactName name) {
    return blobs.open(blob(name));
  }

  /** A URL of it that holds for a while; empty where the store has none to give. */
  public String link(ArtifactName name, String mediaType, Duration lifetime) {
    return blobs.link(blob(name), mediaType, lifetime).map(URI::toString).orElse("");
  }

  /** Deletes a generation's artifacts except those to keep, and tells how many. */
  public int sweep(String id, Set<ArtifactName> keep) {
    Set<String> kept = keep.stream().map(ArtifactStore::blob).collect(Collectors.toSet());
    int deleted = 0;
    for (Blob blob : blobs.list(folder(id))) {
      if (!kept.contains(blob.name()) && blobs.delete(blob.name())) {
        deleted++;
      }
    }
    return deleted;
  }

  private static String blob(ArtifactName name) {
    return "%s/%d-%s".formatted(folder(name.id()), name.index(), name.sha256());
  }

  private static String folder(String id) {
    GenerationId.require(id);
    return Blob.folder(id);
  }
}
