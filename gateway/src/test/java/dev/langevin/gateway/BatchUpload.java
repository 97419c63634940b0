package dev.langevin.gateway;

import com.google.protobuf.ByteString;
import dev.langevin.v1.BatchHeader;
import dev.langevin.v1.BatchServiceGrpc;
import dev.langevin.v1.CreateBatchRequest;
import dev.langevin.v1.CreateBatchResponse;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** A file of requests on its way to a gateway, as a client sends it. */
final class BatchUpload {
  private final CompletableFuture<CreateBatchResponse> answer = new CompletableFuture<>();
  private final Context.CancellableContext context = Context.current().withCancellation();
  private final StreamObserver<CreateBatchRequest> parts;

  BatchUpload(Channel channel, BatchHeader header) {
    StreamObserver<CreateBatchRequest>[] begun = observers();
    context.run(
        () ->
            begun[0] =
                BatchServiceGrpc.newStub(channel)
                    .createBatch(
                        new StreamObserver<>() {
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
                            answer.completeExceptionally(new AssertionError("no answer"));
                          }
                        }));
    parts = begun[0];
    parts.onNext(CreateBatchRequest.newBuilder().setHeader(header).build());
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of one, to get it out of a lambda
  private static StreamObserver<CreateBatchRequest>[] observers() {
    return new StreamObserver[1];
  }

  BatchUpload send(String text) {
    return send(ByteString.copyFrom(text, StandardCharsets.UTF_8));
  }

  BatchUpload send(ByteString bytes) {
    int piece = 32 << 10;
    for (int from = 0; from < bytes.size(); from += piece) {
      parts.onNext(
          CreateBatchRequest.newBuilder()
              .setData(bytes.substring(from, Math.min(bytes.size(), from + piece)))
              .build());
    }
    return this;
  }

  /** Goes away in the middle. */
  void breakOff() {
    context.cancel(null);
  }

  CreateBatchResponse finish() throws Exception {
    parts.onCompleted();
    return answer();
  }

  /** Waits for the answer, which may come before the end. */
  CreateBatchResponse answer() throws Exception {
    try {
      return answer.orTimeout(60, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
