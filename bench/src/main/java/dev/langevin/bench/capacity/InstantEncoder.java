package dev.langevin.bench.capacity;

import dev.langevin.internal.v1.DescribeModelsRequest;
import dev.langevin.internal.v1.DescribeModelsResponse;
import dev.langevin.internal.v1.EncodeRequest;
import dev.langevin.internal.v1.EncodeResponse;
import dev.langevin.internal.v1.Encoding;
import dev.langevin.internal.v1.TextEncoderServiceGrpc.TextEncoderServiceImplBase;
import io.grpc.stub.StreamObserver;

/** Encodes every prompt at once, to the same embedding. */
final class InstantEncoder extends TextEncoderServiceImplBase {
  private final Encoding encoding =
      Encoding.newBuilder()
          .putTensors(ConstantModel.EMBEDDING, ConstantModel.embedding())
          .setTokens(20)
          .build();

  @Override
  public void encode(EncodeRequest request, StreamObserver<EncodeResponse> observer) {
    EncodeResponse.Builder response =
        EncodeResponse.newBuilder().setModelDigest(ConstantModel.DIGEST);
    request.getPromptsList().forEach(prompt -> response.addEncodings(encoding));
    observer.onNext(response.build());
    observer.onCompleted();
  }

  @Override
  public void describeModels(
      DescribeModelsRequest request, StreamObserver<DescribeModelsResponse> observer) {
    observer.onNext(DescribeModelsResponse.newBuilder().addModels(ConstantModel.state()).build());
    observer.onCompleted();
  }
}
