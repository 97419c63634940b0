package dev.langevin.gateway;

import com.google.protobuf.ByteString;
import dev.langevin.internal.v1.DecoderServiceGrpc;
import dev.langevin.internal.v1.ReadArtifactRequest;
import dev.langevin.internal.v1.ReadArtifactResponse;
import dev.langevin.internal.v1.SweepArtifactsRequest;
import dev.langevin.internal.v1.SweepArtifactsResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Hands out what was put in, in pieces, and forgets what is swept. */
final class FakeDecoder extends DecoderServiceGrpc.DecoderServiceImplBase {
  private static final int PIECE = 1000;

  final Map<String, ByteString> artifacts = new ConcurrentHashMap<>();

  /** Sweeps that are refused from now on. */
  final AtomicInteger refusals = new AtomicInteger();

  @Override
  public void readArtifact(
      ReadArtifactRequest request, StreamObserver<ReadArtifactResponse> response) {
    ByteString bytes = artifacts.get(request.getName());
    if (bytes == null) {
      response.onError(Status.NOT_FOUND.withDescription(request.getName()).asException());
      return;
    }
    for (int i = 0; i < bytes.size(); i += PIECE) {
      response.onNext(
          ReadArtifactResponse.newBuilder()
              .setData(bytes.substring(i, Math.min(bytes.size(), i + PIECE)))
              .build());
    }
    response.onCompleted();
  }

  @Override
  public void sweepArtifacts(
      SweepArtifactsRequest request, StreamObserver<SweepArtifactsResponse> response) {
    if (refusals.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      response.onError(Status.UNAVAILABLE.withDescription("the store is away").asException());
      return;
    }
    artifacts
        .keySet()
        .removeIf(
            name ->
                name.startsWith(request.getGenerationId() + "/")
                    && !request.getKeepList().contains(name));
    response.onNext(SweepArtifactsResponse.getDefaultInstance());
    response.onCompleted();
  }
}
