package dev.langevin.runtime.blob.s3;

import dev.langevin.runtime.blob.BlobException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * An object's bytes, a piece after the other. A connection is held only while a piece is fetched:
 * however slow readers are, and however many, they keep nobody from the store. All pieces are of
 * the same object; one that is replaced meanwhile breaks off.
 */
final class S3Reader extends InputStream {
  private static final byte[] NOTHING = new byte[0];

  private final S3Bucket bucket;
  private final String name;
  private final int most;
  private byte[] piece = NOTHING;
  private int taken;
  private long fetched;
  private long end;
  private String tag;

  /**
   * Opens it, and has its first piece.
   *
   * @param most bytes of a piece, which stay in memory until they are read
   * @throws BlobException if the store refuses
   * @throws IndexOutOfBoundsException if the offset is beyond its end
   */
  S3Reader(S3Bucket bucket, String name, long offset, int most) {
    this.bucket = bucket;
    this.name = name;
    this.most = most;
    this.fetched = offset;
    fetch();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    if (taken == piece.length && fetched < end) {
      try {
        fetch();
      } catch (BlobException | IndexOutOfBoundsException e) {
        throw new IOException(e.getMessage(), e);
      }
    }
    if (taken == piece.length) {
      return -1;
    }
    int read = Math.min(length, piece.length - taken);
    System.arraycopy(piece, taken, bytes, from, read);
    taken += read;
    return read;
  }

  @Override
  public void close() {
    piece = NOTHING;
    taken = 0;
    end = fetched;
  }

  private void fetch() {
    S3Piece next = bucket.get(name, fetched, most, tag);
    if (tag != null && !tag.equals(next.tag())) { // of a server that looks at the range first
      throw BlobException.of(
          BlobException.Kind.FAILED, name + " was replaced while it was read", null);
    }
    piece = next.bytes();
    taken = 0;
    fetched += piece.length;
    end = next.end();
    tag = next.tag();
  }
}
