package dev.langevin.runtime.blob.s3;

import dev.langevin.runtime.blob.BlobException;
import dev.langevin.runtime.blob.BlobException.Kind;
import dev.langevin.runtime.blob.S3Settings;
import dev.langevin.runtime.blob.StoreLocation.Bucket;
import dev.langevin.runtime.model.fetch.ModelDepot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A published model as objects below a prefix, by the paths of its files.
 *
 * @param bucket the objects
 */
public record S3ModelDepot(S3Bucket bucket) implements ModelDepot {
  /** Bytes that are fetched at once: few calls for gigabytes. */
  private static final int PIECE = 8 << 20;

  /**
   * One in this part of a bucket.
   *
   * @throws dev.langevin.runtime.config.ConfigurationException if nobody says in which region
   */
  public static ModelDepot open(Bucket place, S3Settings settings) {
    return new S3ModelDepot(new S3Bucket("model", place, settings));
  }

  @Override
  public String place() {
    return bucket.place().toString();
  }

  @Override
  public InputStream open(String path, long offset) {
    return new S3Reader(bucket, path, offset, PIECE);
  }

  @Override
  public void put(String path, Path file) {
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer part = ByteBuffer.allocate((int) Math.min(S3Upload.PART, in.size()));
      if (in.size() <= S3Upload.PART) {
        bucket.put(path, filled(in, part));
        return;
      }
      try (S3Upload upload = bucket.upload(path)) {
        for (long left = in.size(); left > 0; left -= S3Upload.PART) {
          upload.part(filled(in, part));
        }
        upload.complete();
      }
    } catch (IOException e) {
      throw BlobException.of(Kind.FAILED, "%s can't be read: %s".formatted(file, e), e);
    }
  }

  @Override
  public void close() {
    bucket.close();
  }

  private static ByteBuffer filled(FileChannel in, ByteBuffer part) throws IOException {
    part.clear();
    while (part.hasRemaining() && in.read(part) >= 0) {
      continue;
    }
    return part.flip();
  }
}
