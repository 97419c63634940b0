package dev.langevin.bench.chaos.wire;

import dev.langevin.internal.v1.DenoiserServiceGrpc;
import dev.langevin.internal.v1.DescribeRequest;
import dev.langevin.internal.v1.DescribeResponse;
import dev.langevin.internal.v1.PredictRequest;
import dev.langevin.internal.v1.PredictResponse;
import dev.langevin.runtime.grpc.Channels;
import dev.langevin.runtime.grpc.RpcServer;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A denoiser that asks a real one and gives its answers with something false in them. */
public final class Liar implements AutoCloseable {
  private final ManagedChannel channel;
  private final RpcServer server;
  private final AtomicLong told = new AtomicLong();
  private volatile Lie lie = Lie.NAN;

  private Liar(int port) {
    channel = Channels.open("127.0.0.1:" + port);
    server = RpcServer.start("127.0.0.1", 0, Duration.ZERO, new Service());
  }

  /** One that asks the denoiser at {@code port}. */
  public static Liar before(int port) {
    return new Liar(port);
  }

  /** Where it listens. */
  public int port() {
    return server.port();
  }

  /** What is false from now on. */
  public void tell(Lie now) {
    lie = now;
  }

  /** How many false answers it has given. */
  public long told() {
    return told.get();
  }

  @Override
  public void close() {
    server.close();
    Channels.close(channel);
  }

  private PredictResponse falsified(PredictResponse truth) {
    if (!truth.hasPrediction()) {
      return truth;
    }
    told.incrementAndGet();
    return truth.toBuilder().setPrediction(lie.of(truth.getPrediction())).build();
  }

  private final class Service extends DenoiserServiceGrpc.DenoiserServiceImplBase {
    @Override
    public void describe(DescribeRequest request, StreamObserver<DescribeResponse> observer) {
      DenoiserServiceGrpc.newStub(channel).describe(request, observer);
    }

    @Override
    public StreamObserver<PredictRequest> predict(StreamObserver<PredictResponse> observer) {
      Answers answers = new Answers(observer);
      var questions = DenoiserServiceGrpc.newStub(channel).predict(answers);
      ((ServerCallStreamObserver<PredictResponse>) observer)
          .setOnCancelHandler(() -> answers.call.cancel("the asker has gone", null));
      return questions;
    }
  }

  /** Hands answers on. */
  private final class Answers implements ClientResponseObserver<PredictRequest, PredictResponse> {
    private final StreamObserver<PredictResponse> observer;
    private ClientCallStreamObserver<PredictRequest> call;

    Answers(StreamObserver<PredictResponse> observer) {
      this.observer = observer;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<PredictRequest> started) {
      call = started;
    }

    @Override
    public void onNext(PredictResponse truth) {
      observer.onNext(falsified(truth));
    }

    @Override
    public void onError(Throwable problem) {
      observer.onError(problem);
    }

    @Override
    public void onCompleted() {
      observer.onCompleted();
    }
  }
}
