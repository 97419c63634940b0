package dev.langevin.decoder;

import dev.langevin.decoder.store.ArtifactName;
import dev.langevin.decoder.store.ArtifactStore;
import dev.langevin.decoder.vae.Planes;
import dev.langevin.internal.v1.DecodeRequest;
import dev.langevin.internal.v1.DecodeResponse;
import dev.langevin.internal.v1.DecoderServiceGrpc;
import dev.langevin.internal.v1.DeleteBlobRequest;
import dev.langevin.internal.v1.DeleteBlobResponse;
import dev.langevin.internal.v1.DescribeModelsRequest;
import dev.langevin.internal.v1.DescribeModelsResponse;
import dev.langevin.internal.v1.EncodeImageRequest;
import dev.langevin.internal.v1.EncodeImageResponse;
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
import dev.langevin.internal.v1.StoreFilmStripRequest;
import dev.langevin.internal.v1.StoreFilmStripResponse;
import dev.langevin.internal.v1.SweepArtifactsRequest;
import dev.langevin.internal.v1.SweepArtifactsResponse;
import dev.langevin.internal.v1.WriteBlobRequest;
import dev.langevin.internal.v1.WriteBlobResponse;
import dev.langevin.runtime.grpc.ModelStates;
import dev.langevin.runtime.logging.LogFields;
import dev.langevin.runtime.model.store.Lease;
import dev.langevin.runtime.model.store.ModelStore;
import dev.langevin.runtime.trace.TraceCalls;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The gRPC edge. Calls run on virtual threads; failures become statuses in {@link Failures}. */
final class DecoderEndpoint extends DecoderServiceGrpc.DecoderServiceImplBase {
  /** Names in a message, at most. */
  private static final int NAMES = 500;

  /** Seconds that a link may hold, 12 hours. */
  private static final int LONGEST_LINK = 43_200;

  private final ModelStore<DecoderModel> models;
  private final ArtifactStore store;
  private final BatchBlobs blobs;
  private final BatchOwner owner;
  private final PictureMaker maker;
  private final PreviewMaker previews;
  private final PictureIntake intake;
  private final FilmStripMaker filmStrips;

  DecoderEndpoint(
      ModelStore<DecoderModel> models,
      ArtifactStore store,
      UnpackingThreads threads,
      PictureNotes notes) {
    this.models = models;
    this.store = store;
    this.blobs = new BatchBlobs(store.blobs());
    this.owner = new BatchOwner(store.blobs());
    this.maker = new PictureMaker(models, store, notes);
    this.previews = new PreviewMaker(models);
    this.intake = new PictureIntake(models, threads);
    this.filmStrips = new FilmStripMaker(store);
  }

  @Override
  public void decode(DecodeRequest request, StreamObserver<DecodeResponse> observer) {
    LogFields.wrap(
            request.getGenerationId(),
            () ->
                answer(
                    observer,
                    () -> TraceCalls.caller().in("decoder.decode", () -> maker.make(request))))
        .run();
  }

  @Override
  public void preview(PreviewRequest request, StreamObserver<PreviewResponse> observer) {
    answer(observer, () -> TraceCalls.caller().in("decoder.preview", () -> previews.make(request)));
  }

  @Override
  public void storeFilmStrip(
      StoreFilmStripRequest request, StreamObserver<StoreFilmStripResponse> observer) {
    answer(observer, () -> filmStrips.make(request));
  }

  @Override
  public void encodeImage(
      EncodeImageRequest request, StreamObserver<EncodeImageResponse> observer) {
    answer(
        observer,
        () -> {
          Planes latents = encoded(request);
          return EncodeImageResponse.newBuilder().setLatents(Latents.tensor(latents)).build();
        });
  }

  @Override
  public void readPicture(
      ReadPictureRequest request, StreamObserver<ReadPictureResponse> observer) {
    answer(observer, () -> intake.read(request));
  }

  @Override
  public void readArtifact(
      ReadArtifactRequest request, StreamObserver<ReadArtifactResponse> observer) {
    try {
      PieceStream.start(
          store.open(Names.parse(request.getName())),
          (ServerCallStreamObserver<ReadArtifactResponse>) observer,
          piece -> ReadArtifactResponse.newBuilder().setData(piece).build());
    } catch (RuntimeException e) {
      observer.onError(Failures.status(e));
    }
  }

  @Override
  public void linkArtifact(
      LinkArtifactRequest request, StreamObserver<LinkArtifactResponse> observer) {
    answer(
        observer,
        () -> {
          int seconds = request.getLifetimeSeconds();
          if (seconds < 1 || seconds > LONGEST_LINK) {
            throw DecoderException.invalid(
                "lifetime_seconds", Integer.toUnsignedString(seconds), "in 1.." + LONGEST_LINK);
          }
          String type = request.getMediaType();
          String url =
              store.link(
                  Names.parse(request.getName()),
                  type.isEmpty() ? "application/octet-stream" : type,
                  Duration.ofSeconds(seconds));
          return LinkArtifactResponse.newBuilder().setUrl(url).build();
        });
  }

  @Override
  public void sweepArtifacts(
      SweepArtifactsRequest request, StreamObserver<SweepArtifactsResponse> observer) {
    answer(
        observer,
        () -> {
          Names.requireId(request.getGenerationId());
          Set<ArtifactName> keep =
              request.getKeepList().stream().map(Names::parse).collect(Collectors.toSet());
          int deleted = store.sweep(request.getGenerationId(), keep);
          return SweepArtifactsResponse.newBuilder()
              .setDeleted(deleted)
              .setShared(store.blobs().shared())
              .build();
        });
  }

  @Override
  public StreamObserver<WriteBlobRequest> writeBlob(StreamObserver<WriteBlobResponse> observer) {
    return new BlobIntake(blobs, observer);
  }

  @Override
  public void readBlob(ReadBlobRequest request, StreamObserver<ReadBlobResponse> observer) {
    try {
      PieceStream.start(
          blobs.open(request.getName(), request.getOffset()),
          (ServerCallStreamObserver<ReadBlobResponse>) observer,
          piece -> ReadBlobResponse.newBuilder().setData(piece).build());
    } catch (RuntimeException e) {
      observer.onError(Failures.status(e));
    }
  }

  @Override
  public void listBlobs(ListBlobsRequest request, StreamObserver<ListBlobsResponse> observer) {
    try {
      if (!request.getOwner().isEmpty()) {
        owner.require(request.getOwner());
      }
      List<String> names = blobs.names();
      for (int from = 0; from < names.size(); from += NAMES) {
        List<String> some = names.subList(from, Math.min(names.size(), from + NAMES));
        observer.onNext(ListBlobsResponse.newBuilder().addAllNames(some).build());
      }
      observer.onCompleted();
    } catch (RuntimeException e) {
      observer.onError(Failures.status(e));
    }
  }

  @Override
  public void deleteBlob(DeleteBlobRequest request, StreamObserver<DeleteBlobResponse> observer) {
    answer(
        observer,
        () ->
            DeleteBlobResponse.newBuilder()
                .setDeleted(blobs.delete(request.getName()))
                .setShared(store.blobs().shared())
                .build());
  }

  @Override
  public void describeModels(
      DescribeModelsRequest request, StreamObserver<DescribeModelsResponse> observer) {
    ModelStates.answer(request, models, observer);
  }

  private Planes encoded(EncodeImageRequest request) {
    try (Lease<DecoderModel> lease = models.lease(request.getModel(), "")) {
      return ImageEncoder.encode(lease.model(), request.getImage());
    }
  }

  private static <T> void answer(StreamObserver<T> observer, Supplier<T> call) {
    try {
      T response = call.get();
      observer.onNext(response);
      observer.onCompleted();
    } catch (RuntimeException e) {
      observer.onError(Failures.status(e));
    }
  }
}
