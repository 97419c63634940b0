package dev.langevin.orchestrator;

import com.google.protobuf.ByteString;
import dev.langevin.internal.v1.DecodeRequest;
import dev.langevin.internal.v1.DecodeResponse;
import dev.langevin.internal.v1.DecoderServiceGrpc;
import dev.langevin.internal.v1.EncodeRequest;
import dev.langevin.internal.v1.EncodeResponse;
import dev.langevin.internal.v1.Encoding;
import dev.langevin.internal.v1.ReadBlobRequest;
import dev.langevin.internal.v1.ReadBlobResponse;
import dev.langevin.internal.v1.SweepArtifactsRequest;
import dev.langevin.internal.v1.SweepArtifactsResponse;
import dev.langevin.internal.v1.TextEncoderServiceGrpc;
import dev.langevin.runtime.grpc.RpcServer;
import dev.langevin.runtime.grpc.Tensors;
import dev.langevin.v1.Artifact;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A text encoder and a decoder whose artifacts are named after the latents, behind one port. */
final class TestServices implements AutoCloseable {
  /** Small, so that lines lie across pieces. */
  private static final int PIECE = 1000;

  final Set<String> artifacts = ConcurrentHashMap.newKeySet();
  final Map<String, ByteString> blobs = new ConcurrentHashMap<>();
  private final RpcServer server =
      RpcServer.start("127.0.0.1", 0, Duration.ZERO, new TestEncoder(), new TestDecoder());

  String address() {
    return "127.0.0.1:" + server.port();
  }

  @Override
  public void close() {
    server.close();
  }

  private static final class TestEncoder extends TextEncoderServiceGrpc.TextEncoderServiceImplBase {
    @Override
    public void encode(EncodeRequest request, StreamObserver<EncodeResponse> to) {
      EncodeResponse.Builder response = EncodeResponse.newBuilder().setModelDigest("digest");
      for (String prompt : request.getPromptsList()) {
        float[] states = new float[77 * 256];
        Arrays.fill(states, prompt.length());
        response.addEncodings(
            Encoding.newBuilder().putTensors("encoder_hidden_states", Tensors.of(states, 77, 256)));
      }
      to.onNext(response.build());
      to.onCompleted();
    }
  }

  private final class TestDecoder extends DecoderServiceGrpc.DecoderServiceImplBase {
    @Override
    public void decode(DecodeRequest request, StreamObserver<DecodeResponse> to) {
      String digest = "%064x".formatted(request.getLatents().getData().hashCode() & 0xffffffffL);
      String name = request.getGenerationId() + "/" + request.getIndex() + "-" + digest;
      artifacts.add(name);
      to.onNext(
          DecodeResponse.newBuilder()
              .setArtifact(
                  Artifact.newBuilder()
                      .setName(name)
                      .setSha256(digest)
                      .setSizeBytes(1)
                      .setIndex(request.getIndex()))
              .build());
      to.onCompleted();
    }

    @Override
    public void readBlob(ReadBlobRequest request, StreamObserver<ReadBlobResponse> to) {
      ByteString blob = blobs.get(request.getName());
      if (blob == null) {
        to.onError(Status.NOT_FOUND.withDescription(request.getName()).asException());
        return;
      }
      ByteString rest = blob.substring((int) request.getOffset());
      for (int from = 0; from < rest.size(); from += PIECE) {
        ByteString piece = rest.substring(from, Math.min(rest.size(), from + PIECE));
        to.onNext(ReadBlobResponse.newBuilder().setData(piece).build());
      }
      to.onCompleted();
    }

    @Override
    public void sweepArtifacts(
        SweepArtifactsRequest request, StreamObserver<SweepArtifactsResponse> to) {
      artifacts.removeIf(
          name ->
              name.startsWith(request.getGenerationId() + "/")
                  && !request.getKeepList().contains(name));
      to.onNext(SweepArtifactsResponse.getDefaultInstance());
      to.onCompleted();
    }
  }
}
