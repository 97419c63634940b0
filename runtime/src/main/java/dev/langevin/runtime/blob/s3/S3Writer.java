package dev.langevin.runtime.blob.s3;

import dev.langevin.runtime.blob.BlobException;
import dev.langevin.runtime.blob.BlobNames;
import dev.langevin.runtime.blob.BlobWriter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds one part in memory at most. A blob that is no larger is stored at once when it is put. Of a
 * larger one the parts go to an object aside, because its name is not known yet, which the server
 * copies when it is.
 */
final class S3Writer implements BlobWriter {
  private static final Logger LOG = LoggerFactory.getLogger(S3Writer.class);
  private static final int FIRST_BUFFER = 64 << 10;

  private final S3Bucket bucket;
  private final String aside;
  private byte[] buffer = new byte[FIRST_BUFFER];
  private int filled;
  private S3Upload upload;
  private boolean assembled;

  /**
   * @param aside name of the object that larger blobs go to first
   */
  S3Writer(S3Bucket bucket, String aside) {
    this.bucket = bucket;
    this.aside = aside;
  }

  @Override
  public void write(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      if (filled == S3Upload.PART) {
        send();
      }
      int more = Math.min(bytes.remaining(), S3Upload.PART - filled);
      makeRoom(filled + more);
      bytes.get(buffer, filled, more);
      filled += more;
    }
  }

  @Override
  public void put(String name) {
    BlobNames.require(name);
    if (upload == null) {
      bucket.put(name, ByteBuffer.wrap(buffer, 0, filled));
      return;
    }
    if (filled > 0) {
      send();
    }
    upload.complete();
    assembled = true;
    bucket.copy(aside, name);
  }

  /** Never throws: what can't be deleted now is deleted by a later check of the store. */
  @Override
  public void close() {
    if (upload == null) {
      return;
    }
    upload.close();
    if (assembled) {
      assembled = false;
      try {
        bucket.delete(aside);
      } catch (BlobException e) {
        LOG.warn("{} is left behind: {}", aside, e.getMessage());
      }
    }
  }

  private void send() {
    if (upload == null) {
      upload = bucket.upload(aside);
    }
    upload.part(ByteBuffer.wrap(buffer, 0, filled));
    filled = 0;
  }

  private void makeRoom(int needed) {
    if (needed > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.min(S3Upload.PART, Math.max(needed, 2 * buffer.length)));
    }
  }
}
