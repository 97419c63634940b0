package dev.langevin.bench.chaos.load;

import com.google.protobuf.ByteString;
import dev.langevin.v1.BatchHeader;
import dev.langevin.v1.BatchServiceGrpc;
import dev.langevin.v1.CreateBatchRequest;
import dev.langevin.v1.CreateBatchResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Sends a file in small pieces, so that there are moments in which its way can be cut. */
final class BatchUpload implements StreamObserver<CreateBatchResponse> {
  private static final long SECONDS = 20;
  private static final int PIECE = 2 << 10;

  private final CompletableFuture<CreateBatchResponse> answer = new CompletableFuture<>();

  private BatchUpload() {}

  /**
   * Sends it.
   *
   * @throws StatusRuntimeException if it is not answered
   */
  static CreateBatchResponse send(ManagedChannel gateway, BatchHeader header, String file) {
    BatchUpload upload = new BatchUpload();
    StreamObserver<CreateBatchRequest> parts =
        BatchServiceGrpc.newStub(gateway)
            .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
            .createBatch(upload);
    parts.onNext(CreateBatchRequest.newBuilder().setHeader(header).build());
    ByteString bytes = ByteString.copyFromUtf8(file);
    for (int from = 0; from < bytes.size(); from += PIECE) {
      ByteString piece = bytes.substring(from, Math.min(bytes.size(), from + PIECE));
      parts.onNext(CreateBatchRequest.newBuilder().setData(piece).build());
    }
    parts.onCompleted();
    try {
      return upload.answer.join();
    } catch (CompletionException e) {
      throw Status.fromThrowable(e.getCause()).asRuntimeException();
    }
  }

  @Override
  public void onNext(CreateBatchResponse response) {
    answer.complete(response);
  }

  @Override
  public void onError(Throwable failure) {
    answer.completeExceptionally(failure);
  }

  @Override
  public void onCompleted() {
    answer.completeExceptionally(
        Status.INTERNAL.withDescription("the stream ended without an answer").asException());
  }
}
