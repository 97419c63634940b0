package dev.langevin.runtime.blob.s3;

import dev.langevin.runtime.blob.Blob;
import dev.langevin.runtime.blob.BlobException;
import dev.langevin.runtime.blob.BlobNames;
import dev.langevin.runtime.blob.BlobStore;
import dev.langevin.runtime.blob.BlobWriter;
import dev.langevin.runtime.blob.S3Settings;
import dev.langevin.runtime.blob.StoreLocation.Bucket;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects behind an S3 API. An object is there whole or not at all, and whoever lists or reads
 * after a write sees it: S3 promises that, and so does every server that is worth its name.
 */
public final class S3BlobStore implements BlobStore {
  private static final Logger LOG = LoggerFactory.getLogger(S3BlobStore.class);

  /** Where blobs are put together whose name is not known yet. */
  private static final String ASIDE = ".incoming/";

  /** After this time what lies there, or was never completed, is nobody's. */
  private static final Duration LEFTOVER_AGE = Duration.ofHours(24);

  /** Bytes that a reader fetches at once. */
  private static final int PIECE = 1 << 20;

  private final S3Bucket bucket;

  private S3BlobStore(S3Bucket bucket) {
    this.bucket = bucket;
  }

  /**
   * A store in this part of a bucket. It does not look yet whether the bucket is there.
   *
   * @param what a blob is, for messages
   * @throws dev.langevin.runtime.config.ConfigurationException if nobody says in which region
   */
  public static BlobStore open(String what, Bucket place, S3Settings settings) {
    return new S3BlobStore(new S3Bucket(what, place, settings));
  }

  @Override
  public void check() {
    String probe = aside();
    bucket.put(probe, ByteBuffer.wrap(new byte[1]));
    bucket.delete(probe);
    int deleted = deleteLeftovers(Instant.now().minus(LEFTOVER_AGE));
    if (deleted > 0) {
      LOG.info("{} pieces that killed writers left were deleted", deleted);
    }
  }

  /** Deletes what writers left that were killed before this time, and tells how many pieces. */
  int deleteLeftovers(Instant before) {
    List<String> left = new ArrayList<>();
    bucket.list(
        ASIDE,
        (name, object) -> {
          if (object.lastModified().isBefore(before)) {
            left.add(name);
          }
        });
    left.forEach(bucket::delete);
    try {
      return left.size()
          + bucket.abort(before, name -> name.startsWith(ASIDE) || BlobNames.valid(name));
    } catch (BlobException e) {
      LOG.info("Uploads that broke off are left to the bucket's lifecycle: {}", e.getMessage());
      return left.size();
    }
  }

  @Override
  public void put(String name, ByteBuffer bytes) {
    BlobNames.require(name);
    if (bytes.remaining() <= S3Upload.PART) {
      bucket.put(name, bytes);
      return;
    }
    try (S3Upload upload = bucket.upload(name)) {
      upload.parts(bytes);
      upload.complete();
    }
  }

  @Override
  public BlobWriter writer() {
    return new S3Writer(bucket, aside());
  }

  @Override
  public InputStream open(String name, long offset) {
    return new S3Reader(bucket, BlobNames.require(name), offset, PIECE);
  }

  @Override
  public OptionalLong size(String name) {
    return bucket
        .size(BlobNames.require(name))
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  @Override
  public List<Blob> list(String folder) {
    List<Blob> blobs = new ArrayList<>();
    bucket.list(
        folder.isEmpty() ? "" : BlobNames.require(folder) + "/",
        (name, object) -> {
          // What is being written is no blob yet; other names are somebody else's.
          if (BlobNames.valid(name)) {
            blobs.add(new Blob(name, object.size(), object.lastModified()));
          }
        });
    return blobs;
  }

  @Override
  public Optional<URI> link(String name, String mediaType, Duration lifetime) {
    return Optional.of(bucket.link(BlobNames.require(name), mediaType, lifetime));
  }

  /** S3 does not say whether there was one, so it is asked before. */
  @Override
  public boolean delete(String name) {
    if (bucket.size(BlobNames.require(name)).isEmpty()) {
      return false;
    }
    bucket.delete(name);
    return true;
  }

  @Override
  public boolean shared() {
    return true;
  }

  @Override
  public void close() {
    bucket.close();
  }

  private static String aside() {
    return ASIDE + UUID.randomUUID();
  }
}
