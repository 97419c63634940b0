package dev.langevin.bench.capacity;

import com.google.protobuf.ByteString;
import dev.langevin.internal.v1.DecodeRequest;
import dev.langevin.internal.v1.DecodeResponse;
import dev.langevin.internal.v1.DecoderServiceGrpc.DecoderServiceImplBase;
import dev.langevin.internal.v1.DescribeModelsRequest;
import dev.langevin.internal.v1.DescribeModelsResponse;
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
import dev.langevin.v1.Artifact;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Says at once that a picture is stored, and remembers whose. */
final class InstantDecoder extends DecoderServiceImplBase {
  private static final String SHA256 = "d0".repeat(32);

  private static final ByteString PICTURE = ByteString.copyFrom(new byte[1000]);

  private final InstantBlobs blobs = new InstantBlobs();
  private final Set<String> done = ConcurrentHashMap.newKeySet();

  /** The ids of the generations whose pictures were asked for. */
  Set<String> done() {
    return done;
  }

  @Override
  public void decode(DecodeRequest request, StreamObserver<DecodeResponse> observer) {
    done.add(request.getGenerationId());
    observer.onNext(
        DecodeResponse.newBuilder()
            .setArtifact(
                Artifact.newBuilder()
                    .setName(
                        "%s/%d-%s".formatted(request.getGenerationId(), request.getIndex(), SHA256))
                    .setMediaType("image/png")
                    .setSha256(SHA256)
                    .setIndex(request.getIndex())
                    .setSeed(request.getRequest().getSeed())
                    .setSizeBytes(1))
            .setModelDigest(ConstantModel.DIGEST)
            .build());
    observer.onCompleted();
  }

  @Override
  public void readArtifact(
      ReadArtifactRequest request, StreamObserver<ReadArtifactResponse> observer) {
    observer.onNext(ReadArtifactResponse.newBuilder().setData(PICTURE).build());
    observer.onCompleted();
  }

  @Override
  public StreamObserver<WriteBlobRequest> writeBlob(StreamObserver<WriteBlobResponse> observer) {
    return blobs.write(observer);
  }

  @Override
  public void readBlob(ReadBlobRequest request, StreamObserver<ReadBlobResponse> observer) {
    blobs.read(request, (ServerCallStreamObserver<ReadBlobResponse>) observer);
  }

  @Override
  public void listBlobs(ListBlobsRequest request, StreamObserver<ListBlobsResponse> observer) {
    observer.onCompleted(); // none that could be swept
  }

  @Override
  public void sweepArtifacts(
      SweepArtifactsRequest request, StreamObserver<SweepArtifactsResponse> observer) {
    observer.onNext(SweepArtifactsResponse.getDefaultInstance());
    observer.onCompleted();
  }

  @Override
  public void describeModels(
      DescribeModelsRequest request, StreamObserver<DescribeModelsResponse> observer) {
    observer.onNext(DescribeModelsResponse.newBuilder().addModels(ConstantModel.state()).build());
    observer.onCompleted();
  }
}
