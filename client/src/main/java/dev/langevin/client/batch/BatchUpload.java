package dev.langevin.client.batch;

import com.google.protobuf.ByteString;
import dev.langevin.v1.BatchHeader;
import dev.langevin.v1.BatchServiceGrpc;
import dev.langevin.v1.CreateBatchRequest;
import dev.langevin.v1.CreateBatchResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.BlockingClientCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Sends a file to a server. */
public final class BatchUpload {
  private static final int PIECE = 64 << 10;

  private final BlockingClientCall<CreateBatchRequest, CreateBatchResponse> call;
  private final ByteString.Output gathered = ByteString.newOutput(PIECE);

  private BatchUpload(ManagedChannel channel) {
    call = BatchServiceGrpc.newBlockingV2Stub(channel).createBatch();
  }

  /** Sends a file; the server's answer. */
  public static CreateBatchResponse send(
      ManagedChannel channel, BatchHeader header, LinesFile file) {
    BatchUpload upload = new BatchUpload(channel);
    try {
      upload.part(CreateBatchRequest.newBuilder().setHeader(header).build());
      file.read(upload::line);
      upload.flush();
      upload.call.halfClose();
      return upload.call.read();
    } catch (StatusException e) {
      throw new StatusRuntimeException(e.getStatus(), e.getTrailers());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Status.CANCELLED.withCause(e).asRuntimeException();
    } finally {
      upload.call.cancel("done with it", null);
    }
  }

  private void line(String text) {
    try {
      gathered.write((text + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (gathered.size() >= PIECE) {
      flush();
    }
  }

  private void flush() {
    ByteString all = gathered.toByteString();
    gathered.reset();
    for (int from = 0; from < all.size(); from += PIECE) {
      ByteString piece = all.substring(from, Math.min(all.size(), from + PIECE));
      part(CreateBatchRequest.newBuilder().setData(piece).build());
    }
  }

  private void part(CreateBatchRequest part) {
    try {
      if (!call.write(part)) {
        call.read(); // says why the call is over
        throw Status.UNAVAILABLE.withDescription("the server ended the call").asRuntimeException();
      }
    } catch (StatusException e) {
      throw new StatusRuntimeException(e.getStatus(), e.getTrailers());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Status.CANCELLED.withCause(e).asRuntimeException();
    }
  }
}
