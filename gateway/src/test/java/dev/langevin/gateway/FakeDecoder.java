package dev.langevin.gateway;

import com.google.protobuf.ByteString;
import dev.langevin.internal.v1.DecoderServiceGrpc;
import dev.langevin.internal.v1.DeleteBlobRequest;
import dev.langevin.internal.v1.DeleteBlobResponse;
import dev.langevin.internal.v1.LinkArtifactRequest;
import dev.langevin.internal.v1.LinkArtifactResponse;
import dev.langevin.internal.v1.ListBlobsRequest;
import dev.langevin.internal.v1.ListBlobsResponse;
import dev.langevin.internal.v1.PreviewRequest;
import dev.langevin.internal.v1.PreviewResponse;
import dev.langevin.internal.v1.ReadArtifactRequest;
import dev.langevin.internal.v1.ReadArtifactResponse;
import dev.langevin.internal.v1.ReadBlobRequest;
import dev.langevin.internal.v1.ReadBlobResponse;
import dev.langevin.internal.v1.ReadPictureRequest;
import dev.langevin.internal.v1.ReadPictureResponse;
import dev.langevin.internal.v1.SweepArtifactsRequest;
import dev.langevin.internal.v1.SweepArtifactsResponse;
import dev.langevin.internal.v1.WriteBlobRequest;
import dev.langevin.internal.v1.WriteBlobResponse;
import dev.langevin.runtime.grpc.Statuses;
import dev.langevin.runtime.grpc.Tensors;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands out what was put in, in pieces, and forgets what is swept. All pictures are one, and a PNG
 * is its tensor's bytes, so that tests see the numbers.
 */
final class FakeDecoder extends DecoderServiceGrpc.DecoderServiceImplBase {
  static final float[] PIXELS = {1, 0.5f, 0, -0.5f, -1, 1, 0.5f, 0, -0.5f, -1, 1, 0.5f};
  static final float[] LATENTS = {2, -1, 0.5f, 0};

  private static final int PIECE = 1000;

  final Map<String, ByteString> artifacts = new ConcurrentHashMap<>();

  /** Lines of batches by name. */
  final Map<String, ByteString> blobs = new ConcurrentHashMap<>();

  /** Whether all decoders have the same store. */
  volatile boolean shared;

  /** Sweeps and deletions so far. */
  final AtomicInteger deletions = new AtomicInteger();

  /** Whose batches they are; empty if they are nobody's yet. */
  volatile String owner = "";

  /** Blobs that were begun. */
  final AtomicInteger begun = new AtomicInteger();

  /** Who has asked for names, and was not the owner. */
  final AtomicInteger asOther = new AtomicInteger();

  /** Blobs that were broken off. */
  final AtomicInteger broken = new AtomicInteger();

  /** Sweeps that are refused from now on. */
  final AtomicInteger refusals = new AtomicInteger();

  /** Whether pictures have latents. */
  volatile boolean encodes = true;

  /** Pictures that were begun to be drawn. */
  final AtomicInteger drawn = new AtomicInteger();

  /** Where the store hands out artifacts itself; empty if it does not. */
  volatile String elsewhere = "";

  /** How many more may be. */
  volatile Semaphore drawing = new Semaphore(1 << 20);

  /** Of [3, 2, 2] pixels and [4, 1, 1] latents, if it is one of this fleet's. */
  @Override
  public void readPicture(
      ReadPictureRequest request, StreamObserver<ReadPictureResponse> response) {
    if (!request.getImage().startsWith(TestFleet.PICTURE.substring(0, 4))) {
      response.onError(
          Statuses.of(
              Status.Code.INVALID_ARGUMENT,
              "INVALID_ARGUMENT",
              "image: %d bytes that are neither".formatted(request.getImage().size())));
      return;
    }
    ReadPictureResponse.Builder answer =
        ReadPictureResponse.newBuilder().setPixels(Tensors.of(PIXELS, 3, 2, 2));
    if (encodes) {
      answer.setLatents(Tensors.of(LATENTS, 4, 1, 1));
    }
    response.onNext(answer.build());
    response.onCompleted();
  }

  @Override
  public void preview(PreviewRequest request, StreamObserver<PreviewResponse> response) {
    drawn.incrementAndGet();
    drawing.acquireUninterruptibly();
    response.onNext(PreviewResponse.newBuilder().setPng(request.getLatents().getData()).build());
    response.onCompleted();
  }

  @Override
  public void linkArtifact(
      LinkArtifactRequest request, StreamObserver<LinkArtifactResponse> response) {
    String url =
        elsewhere.isEmpty()
            ? ""
            : "%s/%s?seconds=%d"
                .formatted(elsewhere, request.getName(), request.getLifetimeSeconds());
    response.onNext(LinkArtifactResponse.newBuilder().setUrl(url).build());
    response.onCompleted();
  }

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
    if (owner.isEmpty()) {
      owner = request.getOwner();
    }
    if (!owner.equals(request.getOwner())) {
      asOther.incrementAndGet();
      response.onError(
          Statuses.of(
              Status.Code.FAILED_PRECONDITION,
              "STORE_OF_ANOTHER",
              "owner: %s, not %s".formatted(owner, request.getOwner())));
      return;
    }
    response.onNext(ListBlobsResponse.newBuilder().addAllNames(blobs.keySet()).build());
    response.onCompleted();
  }

  @Override
  public void deleteBlob(DeleteBlobRequest request, StreamObserver<DeleteBlobResponse> response) {
    boolean there = blobs.remove(request.getName()) != null;
    deletions.incrementAndGet();
    response.onNext(DeleteBlobResponse.newBuilder().setDeleted(there).setShared(shared).build());
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
    deletions.incrementAndGet();
    response.onNext(SweepArtifactsResponse.newBuilder().setShared(shared).build());
    response.onCompleted();
  }
}
