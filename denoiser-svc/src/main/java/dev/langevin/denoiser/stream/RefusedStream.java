package dev.langevin.denoiser.stream;

import dev.langevin.internal.v1.PredictRequest;
import io.grpc.stub.StreamObserver;

/** Ignores what still comes in on a stream that was refused. */
final class RefusedStream implements StreamObserver<PredictRequest> {
  @Override
  public void onNext(PredictRequest request) {}

  @Override
  public void onError(Throwable cause) {}

  @Override
  public void onCompleted() {}
}
