package dev.langevin.orchestrator.checkpoint;

import dev.langevin.runtime.blob.Blob;
import dev.langevin.runtime.blob.BlobException;
import dev.langevin.runtime.blob.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of all jobs, by generation id. A name holds attempt and evaluation, so an attempt
 * that is fenced off writes beside those of its successor, never over them.
 *
 * @param blobs where they are kept; all orchestrators of a pool have the same
 */
public record Checkpoints(BlobStore blobs) {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final long MOST_BYTES = 1L << 30;

  /** Whatever else lies in the store is somebody's, and neither read nor swept. */
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]{1,2}/[a-z0-9]{1,64}/[0-9]{6,10}-[0-9]{6,10}");

  private static final Comparator<Blob> NEWEST_FIRST =
      Comparator.comparing(Checkpoints::evaluation).reversed();

  /**
   * Stores one.
   *
   * @return its name
   * @throws BlobException if the store refuses
   */
  public String write(String id, int attempt, Checkpoint checkpoint) {
    String name = "%s/%06d-%06d".formatted(Blob.folder(id), attempt, checkpoint.evaluation());
    blobs.put(name, ByteBuffer.wrap(checkpoint.toBytes()));
    return name;
  }

  /**
   * The one that is farthest, of those that can be read and are of use. What is missing, corrupt or
   * foreign is no failure: there is then nothing to go on from.
   */
  public Optional<Checkpoint> farthest(String id, Predicate<Checkpoint> useful) {
    try {
      return of(Blob.folder(id)).stream()
          .sorted(NEWEST_FIRST)
          .flatMap(blob -> read(blob).stream())
          .filter(useful)
          .findFirst();
    } catch (BlobException e) {
      LOG.warn("generation {} begins anew: {}", id, e.getMessage());
      return Optional.empty();
    }
  }

  /** Deletes one; whether it was there. */
  public boolean delete(String name) {
    return blobs.delete(name);
  }

  /** Deletes all of a generation's. */
  public void deleteAll(String id) {
    of(Blob.folder(id)).forEach(blob -> blobs.delete(blob.name()));
  }

  /** Those of all generations. */
  public List<Blob> all() {
    return of("");
  }

  /** The generation that a checkpoint of this name is of. */
  static String generation(Blob blob) {
    return blob.name().split("/")[1];
  }

  private List<Blob> of(String folder) {
    return blobs.list(folder).stream().filter(blob -> NAME.matcher(blob.name()).matches()).toList();
  }

  private static String evaluation(Blob blob) {
    return blob.name().substring(blob.name().lastIndexOf('-') + 1);
  }

  private Optional<Checkpoint> read(Blob blob) {
    if (blob.bytes() > MOST_BYTES) {
      LOG.warn("Checkpoint {} has {} bytes, more than any", blob.name(), blob.bytes());
      return Optional.empty();
    }
    try (InputStream in = blobs.open(blob.name())) {
      return Optional.of(Checkpoint.fromBytes(in.readAllBytes()));
    } catch (CorruptCheckpointException | IOException | BlobException e) {
      LOG.warn("Checkpoint {} is of no use: {}", blob.name(), e.getMessage());
      return Optional.empty();
    }
  }
}
