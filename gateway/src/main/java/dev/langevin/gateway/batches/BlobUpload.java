package dev.langevin.gateway.batches;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.langevin.internal.v1.DecoderServiceGrpc;
import dev.langevin.internal.v1.WriteBlobRequest;
import dev.langevin.internal.v1.WriteBlobResponse;
import io.grpc.ManagedChannel;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A blob on its way into the store; closed before it is finished, it leaves nothing. Used by one
 * thread.
 */
final class BlobUpload implements AutoCloseable {
  private static final int PIECE = 64 << 10;

  private final String batchId;
  private final BlockingClientCall<WriteBlobRequest, WriteBlobResponse> call;
  private final ByteString.Output gathered = ByteString.newOutput(PIECE);
  private final MessageDigest digest;
  private boolean over;

  private BlobUpload(String batchId, BlockingClientCall<WriteBlobRequest, WriteBlobResponse> call) {
    this.batchId = batchId;
    this.call = call;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  static BlobUpload begin(ManagedChannel decoder, String batchId) throws InterruptedException {
    BlobUpload upload =
        new BlobUpload(batchId, DecoderServiceGrpc.newBlockingV2Stub(decoder).writeBlob());
    upload.send(WriteBlobRequest.newBuilder().setBatchId(batchId).build());
    return upload;
  }

  /** Appends a message after its length. */
  void write(MessageLite message) throws InterruptedException {
    try {
      message.writeDelimitedTo(gathered);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (gathered.size() >= PIECE) {
      flush();
    }
  }

  /** Makes what was written a blob. */
  WriteBlobResponse finish() throws InterruptedException {
    flush();
    send(
        WriteBlobRequest.newBuilder().setSha256(HexFormat.of().formatHex(digest.digest())).build());
    try {
      call.halfClose();
      WriteBlobResponse stored = call.read();
      over = true;
      return stored;
    } catch (StatusException e) {
      throw Blobs.unavailable(batchId, e.getStatus());
    }
  }

  @Override
  public void close() {
    if (!over) {
      over = true;
      call.cancel("the batch was not accepted", null);
    }
  }

  private void flush() throws InterruptedException {
    ByteString all = gathered.toByteString();
    gathered.reset();
    digest.update(all.asReadOnlyByteBuffer());
    for (int from = 0; from < all.size(); from += PIECE) {
      ByteString piece = all.substring(from, Math.min(all.size(), from + PIECE));
      send(WriteBlobRequest.newBuilder().setData(piece).build());
    }
  }

  private void send(WriteBlobRequest part) throws InterruptedException {
    try {
      if (!call.write(part)) {
        call.read(); // says why the call is over
        throw Blobs.unavailable(batchId, io.grpc.Status.UNAVAILABLE);
      }
    } catch (StatusException e) {
      throw Blobs.unavailable(batchId, e.getStatus());
    }
  }
}
