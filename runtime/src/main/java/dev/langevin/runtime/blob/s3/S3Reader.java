package dev.langevin.runtime.blob.s3;

import dev.langevin.runtime.blob.BlobException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * An object's bytes, across broken connections: it goes on where one broke, if the object is still
 * the same.
 */
final class S3Reader extends InputStream {
  /** Breaks without a byte in between. */
  private static final int MOST_BREAKS = 3;

  private final S3Bucket bucket;
  private final String name;
  private long position;
  private long end;
  private String tag;
  private ResponseInputStream<GetObjectResponse> in;
  private int breaks;

  /**
   * Opens it.
   *
   * @throws BlobException if the store refuses
   */
  S3Reader(S3Bucket bucket, String name, long offset) {
    this.bucket = bucket;
    this.name = name;
    this.position = offset;
    connect();
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
    while (position < end) {
      try {
        int read = in.read(bytes, from, length);
        if (read > 0) {
          position += read;
          breaks = 0;
          return read;
        }
        goOn(new IOException("ended after %d of %d bytes".formatted(position, end)));
      } catch (IOException e) {
        goOn(e);
      } catch (SdkException e) {
        goOn(new IOException(e.getMessage(), e));
      }
    }
    return -1;
  }

  @Override
  public void close() throws IOException {
    if (in == null) {
      return;
    }
    if (position < end) {
      in.abort(); // rather than to read the rest
    } else {
      in.close();
    }
    in = null;
    end = position;
  }

  private void goOn(IOException broken) throws IOException {
    in.abort();
    if (++breaks > MOST_BREAKS) {
      throw broken;
    }
    try {
      connect();
    } catch (BlobException | IndexOutOfBoundsException e) {
      e.addSuppressed(broken);
      throw new IOException(e.getMessage(), e);
    }
  }

  private void connect() {
    Optional<ResponseInputStream<GetObjectResponse>> stream = bucket.get(name, position, tag);
    in = stream.orElse(null);
    end = stream.map(s -> position + s.response().contentLength()).orElse(position);
    tag = stream.map(s -> s.response().eTag()).orElse(tag);
  }
}
