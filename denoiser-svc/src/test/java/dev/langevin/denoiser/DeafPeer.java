package dev.langevin.denoiser;

import dev.langevin.internal.v1.DenoiserServiceGrpc;
import dev.langevin.internal.v1.Open;
import dev.langevin.internal.v1.PredictRequest;
import dev.langevin.internal.v1.PredictResponse;
import dev.langevin.internal.v1.Step;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The other end of a stream, which reads that it is open and then nothing more until it is told.
 * The transport takes little for it meanwhile.
 */
final class DeafPeer
    implements ClientResponseObserver<PredictRequest, PredictResponse>, AutoCloseable {
  private static final int WINDOW = 1 << 16;

  private final CountDownLatch opened = new CountDownLatch(1);
  private final AtomicInteger predictions = new AtomicInteger();
  private final CompletableFuture<StatusRuntimeException> end = new CompletableFuture<>();
  private ClientCallStreamObserver<PredictRequest> requests;

  private final ManagedChannel channel;

  private DeafPeer(ManagedChannel channel) {
    this.channel = channel;
  }

  /** With a conditioning. */
  static DeafPeer open(int port, String model) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port)
            .usePlaintext()
            .flowControlWindow(WINDOW)
            .build();
    DeafPeer peer = new DeafPeer(channel);
    DenoiserServiceGrpc.newStub(channel).predict(peer);
    Open open = Open.newBuilder().setModel(model).setConditionings(1).build();
    peer.requests.onNext(PredictRequest.newBuilder().setOpen(open).build());
    peer.requests.onNext(PredictRequest.newBuilder().setConditioning(Peer.chunk(0, 5)).build());
    try {
      if (!peer.opened.await(10, TimeUnit.SECONDS)) {
        throw new AssertionError("it is not open after 10 s");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return peer;
  }

  DeafPeer step(Step step) {
    requests.onNext(PredictRequest.newBuilder().setStep(step).build());
    return this;
  }

  /** Reads whatever there is. */
  void read() {
    requests.request(Integer.MAX_VALUE);
  }

  /** How many predictions it read. */
  int predictions() {
    return predictions.get();
  }

  /** The status the stream ends with. */
  StatusRuntimeException failure() {
    return end.orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<PredictRequest> stream) {
    requests = stream;
    stream.disableAutoRequestWithInitial(1);
  }

  @Override
  public void onNext(PredictResponse response) {
    if (response.hasOpened()) {
      opened.countDown();
    } else if (response.hasPrediction()) {
      predictions.incrementAndGet();
    }
  }

  @Override
  public void onError(Throwable cause) {
    end.complete(
        new StatusRuntimeException(
            Status.fromThrowable(cause), Status.trailersFromThrowable(cause)));
  }

  @Override
  public void onCompleted() {
    end.complete(Status.OK.asRuntimeException());
  }
}
