package dev.langevin.runtime.blob.s3;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * An object that is stored in parts, one after the other. It is there once all of them are
 * complete; closed before that, they are given up. A part that fails is tried again alone.
 */
final class S3Upload implements AutoCloseable {
  /** Bytes of every part but the last; S3 demands 5 MiB or more, and 10,000 of them at most. */
  static final int PART = 8 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(S3Upload.class);

  private final S3Bucket store;
  private final S3Client client;
  private final String bucket;
  private final String key;
  private final String id;
  private final List<CompletedPart> parts = new ArrayList<>();
  private boolean over;

  S3Upload(S3Bucket store, S3Client client, String bucket, String key, String id) {
    this.store = store;
    this.client = client;
    this.bucket = bucket;
    this.key = key;
    this.id = id;
  }

  /** Sends the next part; all but the last have {@link #PART} bytes. */
  void part(ByteBuffer bytes) {
    int number = parts.size() + 1;
    String tag =
        store.call(
            "UploadPart",
            () ->
                client
                    .uploadPart(
                        r ->
                            r.bucket(bucket)
                                .key(key)
                                .uploadId(id)
                                .partNumber(number)
                                .overrideConfiguration(store.patience(bytes.remaining())),
                        S3Bucket.body(bytes))
                    .eTag());
    parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
  }

  /** Sends all of the bytes as parts. */
  void parts(ByteBuffer bytes) {
    for (int from = bytes.position(); from < bytes.limit(); from += PART) {
      part(bytes.slice(from, Math.min(PART, bytes.limit() - from)));
    }
  }

  /** Makes the parts the object. */
  void complete() {
    store.call(
        "CompleteMultipartUpload",
        () ->
            client.completeMultipartUpload(
                r ->
                    r.bucket(bucket)
                        .key(key)
                        .uploadId(id)
                        .multipartUpload(all -> all.parts(parts))
                        .overrideConfiguration(store.patience(Long.MAX_VALUE))));
    over = true;
  }

  /** Never throws: what can't be given up now, the bucket's lifecycle rule sweeps. */
  @Override
  public void close() {
    if (over) {
      return;
    }
    over = true;
    try {
      client.abortMultipartUpload(r -> r.bucket(bucket).key(key).uploadId(id));
    } catch (SdkException e) {
      LOG.warn("An upload to {} of bucket {} is left behind: {}", key, bucket, e.getMessage());
    }
  }
}
