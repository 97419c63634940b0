package dev.langevin.gateway;

import dev.langevin.internal.v1.DescribeModelsRequest;
import dev.langevin.internal.v1.DescribeModelsResponse;
import dev.langevin.internal.v1.ModelState;
import dev.langevin.internal.v1.TextEncoderServiceGrpc;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.atomic.AtomicInteger;

/** Says that it can use one model in version 1, or why it can't, and does nothing else. */
public final class FakeEncoder extends TextEncoderServiceGrpc.TextEncoderServiceImplBase {
  private final String model;
  private final AtomicInteger scans = new AtomicInteger();
  private volatile String problem = "";

  /** One that can use it. */
  public FakeEncoder(String model) {
    this.model = model;
  }

  /** From now on it can't. */
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
    ModelState state =
        ModelState.newBuilder().setName(model).setVersion("1").setProblem(problem).build();
    response.onNext(DescribeModelsResponse.newBuilder().addModels(state).build());
    response.onCompleted();
  }
}
