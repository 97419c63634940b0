package dev.langevin.bench.capacity;

import dev.langevin.internal.v1.DenoiserServiceGrpc.DenoiserServiceImplBase;
import dev.langevin.internal.v1.DescribeRequest;
import dev.langevin.internal.v1.DescribeResponse;
import dev.langevin.internal.v1.Load;
import dev.langevin.internal.v1.Opened;
import dev.langevin.internal.v1.PredictRequest;
import dev.langevin.internal.v1.PredictResponse;
import dev.langevin.internal.v1.Prediction;
import dev.langevin.internal.v1.Step;
import dev.langevin.internal.v1.Tensor;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Answers every step at once, with the same prediction for every row, and counts. */
final class InstantDenoiser extends DenoiserServiceImplBase {
  private static final Load LOAD = Load.newBuilder().setBatchCap(8).build();

  private final Tensor row = ConstantModel.prediction();
  private final LongAdder evaluations = new LongAdder();
  private final AtomicInteger streams = new AtomicInteger();

  /** How many jobs have a stream at present. */
  int streams() {
    return streams.get();
  }

  /** How many steps it has answered. */
  long evaluations() {
    return evaluations.sum();
  }

  @Override
  public void describe(DescribeRequest request, StreamObserver<DescribeResponse> observer) {
    observer.onNext(
        DescribeResponse.newBuilder().addModels(ConstantModel.description()).setLoad(LOAD).build());
    observer.onCompleted();
  }

  @Override
  public StreamObserver<PredictRequest> predict(StreamObserver<PredictResponse> observer) {
    return new Stream(observer);
  }

  private PredictResponse answer(Step step) {
    evaluations.increment();
    Prediction.Builder prediction =
        Prediction.newBuilder()
            .setSequence(step.getSequence())
            .setNetworkNanos(1)
            .setBatchRows(step.getRowsCount())
            .setLoad(LOAD);
    for (int i = 0; i < step.getRowsCount(); i++) {
      prediction.addOutputs(row);
    }
    return PredictResponse.newBuilder().setPrediction(prediction).build();
  }

  /** A job's; each of its conditionings is one chunk. */
  private final class Stream implements StreamObserver<PredictRequest> {
    private static final PredictResponse OPENED =
        PredictResponse.newBuilder()
            .setOpened(
                Opened.newBuilder()
                    .setNumericsId(ConstantModel.NUMERICS_ID)
                    .setModelDigest(ConstantModel.DIGEST)
                    .setLoad(LOAD))
            .build();

    private final StreamObserver<PredictResponse> observer;
    private int missing;
    private boolean opened;

    Stream(StreamObserver<PredictResponse> observer) {
      this.observer = observer;
    }

    @Override
    public void onNext(PredictRequest request) {
      switch (request.getMessageCase()) {
        case OPEN -> missing = request.getOpen().getConditionings();
        case CONDITIONING -> {
          if (--missing == 0) {
            streams.incrementAndGet();
            opened = true;
            observer.onNext(OPENED);
          }
        }
        case STEP -> observer.onNext(answer(request.getStep()));
        case MESSAGE_NOT_SET -> throw new IllegalArgumentException("an empty message");
      }
    }

    /** The job is done with the stream. */
    @Override
    public void onError(Throwable failure) {
      ended();
    }

    @Override
    public void onCompleted() {
      ended();
      observer.onCompleted();
    }

    private void ended() {
      if (opened) {
        streams.decrementAndGet();
      }
    }
  }
}
