package dev.langevin.gateway;

import dev.langevin.internal.v1.DescribeModelsRequest;
import dev.langevin.internal.v1.DescribeModelsResponse;
import dev.langevin.internal.v1.TextEncoderServiceGrpc;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Says that it can use its models in version 1, or why it can't, and does nothing else. */
public final class FakeEncoder extends TextEncoderServiceGrpc.TextEncoderServiceImplBase {
  private final List<String> models;
  private final AtomicInteger scans = new AtomicInteger();
  private volatile String problem = "";

  /** One that can use these. */
  public FakeEncoder(String... models) {
    this.models = List.of(models);
  }

  /** From now on it can use none. */
  public void breaks(String why) {
    problem = why;
  }

  /** How often it was told to scan. */
  public int scans() {
    return scans.get();
  }

  @Override
  public void describeModels(
      DescribeModelsRequest request, StreamObserver<DescribeModelsResponse> response) {
    if (request.getScan()) {
      scans.incrementAndGet();
    }
    DescribeModelsResponse.Builder answer = DescribeModelsResponse.newBuilder();
    for (String model : models) {
      answer.addModelsBuilder().setName(model).setVersion("1").setProblem(problem);
    }
    response.onNext(answer.build());
    response.onCompleted();
  }
}
