package dev.langevin.gateway;

import com.google.protobuf.ByteString;
import dev.langevin.internal.v1.DecoderServiceGrpc;
import dev.langevin.internal.v1.ReadArtifactRequest;
import dev.langevin.internal.v1.ReadArtifactResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Hands out what was put in, in pieces. */
final class FakeDecoder extends DecoderServiceGrpc.DecoderServiceImplBase {
  private static final int PIECE = 1000;

  final Map<String, ByteString> artifacts = new ConcurrentHashMap<>();

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
}
