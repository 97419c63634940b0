package dev.langevin.gateway;

import com.google.protobuf.ByteString;
import dev.langevin.internal.v1.DecoderServiceGrpc;
import dev.langevin.internal.v1.DeleteBlobRequest;
import dev.langevin.internal.v1.DeleteBlobResponse;
import dev.langevin.internal.v1.ListBlobsRequest;
import dev.langevin.internal.v1.ListBlobsResponse;
import dev.langevin.internal.v1.ReadArtifactRequest;
import dev.langevin.internal.v1.ReadArtifactResponse;
import dev.langevin.internal.v1.ReadBlobRequest;
import dev.langevin.internal.v1.ReadBlobResponse;
import dev.langevin.internal.v1.SweepArtifactsRequest;
import dev.langevin.internal.v1.SweepArtifactsResponse;
import dev.langevin.internal.v1.WriteBlobRequest;
import dev.langevin.internal.v1.WriteBlobResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Hands out what was put in, in pieces, and forgets what is swept. */
final class FakeDecoder extends DecoderServiceGrpc.DecoderServiceImplBase {
  private static final int PIECE = 1000;

  final Map<String, ByteString> artifacts = new ConcurrentHashMap<>();

  /** Lines of batches by name. */
  final Map<String, ByteString> blobs = new ConcurrentHashMap<>();

  /** Blobs that were begun. */
  final AtomicInteger begun = new AtomicInteger();

  /** Blobs that were broken off. */
  final AtomicInteger broken = new AtomicInteger();

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
  public StreamObserver<WriteBlobRequest> writeBlob(StreamObserver<WriteBlobResponse> response) {
    return new StreamObserver<>() {
      private ByteString bytes = ByteString.EMPTY;
      private String batch;
      private String name;

      @Override
      public void onNext(WriteBlobRequest part) {
        switch (part.getPartCase()) {
          case BATCH_ID -> {
            batch = part.getBatchId();
            begun.incrementAndGet();
          }
          case DATA -> bytes = bytes.concat(part.getData());
          case SHA256 -> name = batch + "/" + part.getSha256();
          case PART_NOT_SET -> throw new AssertionError(part);
        }
      }

      @Override
      public void onError(Throwable failure) {
        broken.incrementAndGet();
      }

      @Override
      public void onCompleted() {
        blobs.put(name, bytes);
        response.onNext(
            WriteBlobResponse.newBuilder().setName(name).setSizeBytes(bytes.size()).build());
        response.onCompleted();
      }
    };
  }

  @Override
  public void readBlob(ReadBlobRequest request, StreamObserver<ReadBlobResponse> response) {
    ByteString bytes = blobs.get(request.getName());
    if (bytes == null) {
      response.onError(Status.NOT_FOUND.withDescription(request.getName()).asException());
      return;
    }
    for (int i = (int) request.getOffset(); i < bytes.size(); i += PIECE) {
      response.onNext(
          ReadBlobResponse.newBuilder()
              .setData(bytes.substring(i, Math.min(bytes.size(), i + PIECE)))
              .build());
    }
    response.onCompleted();
  }

  @Override
  public void listBlobs(ListBlobsRequest request, StreamObserver<ListBlobsResponse> response) {
    response.onNext(ListBlobsResponse.newBuilder().addAllNames(blobs.keySet()).build());
    response.onCompleted();
  }

  @Override
  public void deleteBlob(DeleteBlobRequest request, StreamObserver<DeleteBlobResponse> response) {
    boolean there = blobs.remove(request.getName()) != null;
    response.onNext(DeleteBlobResponse.newBuilder().setDeleted(there).build());
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
