package dev.langevin.decoder;

import com.google.protobuf.ByteString;
import dev.langevin.internal.v1.WriteBlobRequest;
import dev.langevin.internal.v1.WriteBlobResponse;
import dev.langevin.runtime.blob.BlobException;
import dev.langevin.runtime.blob.BlobWriter;
import io.grpc.stub.StreamObserver;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a blob in. It counts only once its digest came and was right; whatever ends the stream
 * before leaves nothing. gRPC calls one method of this at a time.
 */
final class BlobIntake implements StreamObserver<WriteBlobRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(BlobIntake.class);

  private final BatchBlobs blobs;
  private final StreamObserver<WriteBlobResponse> observer;
  private final MessageDigest digest = sha256();
  private BlobWriter writer;
  private String batch;
  private long size;
  private WriteBlobResponse stored;
  private boolean over;

  BlobIntake(BatchBlobs blobs, StreamObserver<WriteBlobResponse> observer) {
    this.blobs = blobs;
    this.observer = observer;
  }

  @Override
  public void onNext(WriteBlobRequest part) {
    if (over) {
      return;
    }
    try {
      switch (part.getPartCase()) {
        case BATCH_ID -> begin(part.getBatchId());
        case DATA -> write(part.getData());
        case SHA256 -> put(part.getSha256());
        case PART_NOT_SET -> throw DecoderException.invalid("part: absent; it is required");
      }
    } catch (RuntimeException e) {
      refuse(e);
    }
  }

  @Override
  public void onError(Throwable cause) {
    LOG.debug("A blob of batch {} was broken off: {}", batch, cause.getMessage());
    end();
  }

  @Override
  public void onCompleted() {
    if (over) {
      return;
    }
    if (stored == null) {
      refuse(DecoderException.invalid("sha256: absent; the stream ended before its digest"));
      return;
    }
    end();
    observer.onNext(stored);
    observer.onCompleted();
  }

  private void begin(String batchId) {
    if (batch != null) {
      throw DecoderException.invalid("batch_id: given twice");
    }
    Names.requireId(batchId);
    batch = batchId;
    writer = blobs.writer();
  }

  private void write(ByteString data) {
    if (writer == null || stored != null) {
      throw DecoderException.invalid("data: only between batch_id and sha256");
    }
    for (ByteBuffer piece : data.asReadOnlyByteBufferList()) {
      size += piece.remaining();
      digest.update(piece.duplicate());
      writer.write(piece);
    }
  }

  private void put(String expected) {
    if (writer == null || stored != null) {
      throw DecoderException.invalid("sha256: only once, after batch_id");
    }
    String actual = HexFormat.of().formatHex(digest.digest());
    if (!actual.equals(expected)) {
      throw DecoderException.damaged(expected, actual);
    }
    String name = blobs.put(writer, batch, actual);
    stored = WriteBlobResponse.newBuilder().setName(name).setSizeBytes(size).build();
  }

  private void refuse(RuntimeException why) {
    end();
    observer.onError(Failures.status(why));
  }

  /** Never throws: the call has to be answered, and what is left behind is swept. */
  private void end() {
    over = true;
    if (writer != null) {
      try {
        writer.close();
      } catch (BlobException e) {
        LOG.warn("Something of batch {} is left behind: {}", batch, e.getMessage());
      }
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
