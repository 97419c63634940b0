package dev.langevin.denoiser.stream;

import dev.langevin.denoiser.DenoiserException;
import dev.langevin.internal.v1.PredictResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** The other end of a stream. Belongs to whoever has the stream's lock. */
final class Peer {
  private final ServerCallStreamObserver<PredictResponse> call;
  private final Runnable reset;
  private volatile long takesNothingSince; // 0 while it takes what it is sent

  /**
   * @param reset drops the call
   */
  Peer(ServerCallStreamObserver<PredictResponse> call, Runnable reset) {
    this.call = call;
    this.reset = reset;
  }

  /**
   * Asks for the first message, and sets who is told of what the other end does.
   *
   * @param ready it takes messages again
   * @param cancelled it wants no more
   * @param gone the last one: the transport has let go of the call
   */
  void listen(Runnable ready, Runnable cancelled, Runnable gone) {
    AtomicBoolean once = new AtomicBoolean();
    Runnable last =
        () -> {
          if (once.compareAndSet(false, true)) {
            gone.run();
          }
        };
    call.setOnReadyHandler(
        () -> {
          takesNothingSince = 0;
          ready.run();
        });
    call.setOnCancelHandler(
        () -> {
          cancelled.run();
          last.run();
        });
    call.setOnCloseHandler(last);
    call.disableAutoRequest();
    call.request(1);
  }

  /** Whether what is sent now leaves soon. */
  boolean isReady() {
    return call.isReady();
  }

  void send(PredictResponse response) {
    call.onNext(response);
  }

  /** Asks for its next message. */
  void readOn() {
    call.request(1);
  }

  void complete() {
    if (!call.isCancelled()) {
      call.onCompleted();
    }
  }

  void fail(DenoiserException failure) {
    if (!call.isCancelled()) {
      call.onError(Failures.of(failure));
    }
  }

  void crash(Throwable cause) {
    if (!call.isCancelled()) {
      call.onError(Status.INTERNAL.withDescription(cause.toString()).asException());
    }
  }

  /** How long it has left messages where they are; to be asked now and then. */
  Duration deaf() {
    if (call.isReady()) {
      takesNothingSince = 0;
      return Duration.ZERO;
    }
    long since = takesNothingSince;
    if (since == 0) {
      takesNothingSince = System.nanoTime();
      return Duration.ZERO;
    }
    return Duration.ofNanos(System.nanoTime() - since);
  }

  /** Drops it, with what it did not take. */
  void reset() {
    reset.run();
  }
}
