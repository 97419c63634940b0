package dev.langevin.bench.chaos.load;

import dev.langevin.runtime.grpc.Channels;
import dev.langevin.v1.BatchHeader;
import dev.langevin.v1.BatchServiceGrpc;
import dev.langevin.v1.BatchServiceGrpc.BatchServiceBlockingStub;
import dev.langevin.v1.CreateBatchResponse;
import dev.langevin.v1.GenerationServiceGrpc;
import dev.langevin.v1.GenerationServiceGrpc.GenerationServiceBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntFunction;

/** The gateways, as a client uses that tries again where an answer asks for it. */
public final class Gateways implements AutoCloseable {
  private static final long CALL_SECONDS = 6;
  private static final long PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 1000;

  /** What does not say that the request is at fault. */
  private static final Set<Status.Code> AGAIN =
      Set.of(
          Status.Code.UNAVAILABLE,
          Status.Code.DEADLINE_EXCEEDED,
          Status.Code.RESOURCE_EXHAUSTED,
          Status.Code.ABORTED);

  private final List<ManagedChannel> channels;
  private final long patienceMillis;

  /**
   * Connects with the first call.
   *
   * @param addresses host:port of each
   * @param patienceMillis how long a call is tried
   */
  public Gateways(List<String> addresses, long patienceMillis) {
    channels = addresses.stream().map(Channels::open).toList();
    this.patienceMillis = patienceMillis;
  }

  /** How many there are. */
  public int size() {
    return channels.size();
  }

  /** A stub for calls without a deadline. */
  GenerationServiceBlockingStub stub(int gateway) {
    return GenerationServiceGrpc.newBlockingStub(channels.get(gateway));
  }

  /** The same, for batches. */
  BatchServiceBlockingStub batches(int gateway) {
    return BatchServiceGrpc.newBlockingStub(channels.get(gateway));
  }

  /**
   * Calls, at one gateway and then the other, until it is answered.
   *
   * @throws StatusRuntimeException if it is refused, or patience ends
   */
  public <T> T call(int first, Function<GenerationServiceBlockingStub, T> call)
      throws InterruptedException {
    return repeat(first, 1, gateway -> call.apply(timed(stub(gateway))));
  }

  /** Calls one gateway until it is answered. */
  public <T> T callAt(int gateway, Function<GenerationServiceBlockingStub, T> call)
      throws InterruptedException {
    return repeat(gateway, 0, number -> call.apply(timed(stub(number))));
  }

  /** {@link #call}, of batches. */
  public <T> T callBatches(int first, Function<BatchServiceBlockingStub, T> call)
      throws InterruptedException {
    return repeat(first, 1, gateway -> call.apply(timed(batches(gateway))));
  }

  /** {@link #callAt}, of batches. */
  public <T> T callBatchesAt(int gateway, Function<BatchServiceBlockingStub, T> call)
      throws InterruptedException {
    return repeat(gateway, 0, number -> call.apply(timed(batches(number))));
  }

  /** Sends a file, at one gateway and then the other, until it is answered. */
  CreateBatchResponse upload(int first, BatchHeader header, String file)
      throws InterruptedException {
    return repeat(first, 1, gateway -> BatchUpload.send(channels.get(gateway), header, file));
  }

  /** Sends a file to one gateway until it is answered. */
  CreateBatchResponse uploadAt(int gateway, BatchHeader header, String file)
      throws InterruptedException {
    return repeat(gateway, 0, number -> BatchUpload.send(channels.get(number), header, file));
  }

  /** Waits before a call that failed is tried again; throws if it is not to be. */
  void pause(int gateway, int failures, StatusRuntimeException failure)
      throws InterruptedException {
    if (!AGAIN.contains(failure.getStatus().getCode())) {
      throw failure;
    }
    Thread.sleep(Math.min(LONGEST_PAUSE_MILLIS, PAUSE_MILLIS << Math.min(failures, 4)));
    channels.get(gateway).resetConnectBackoff();
  }

  @Override
  public void close() {
    channels.forEach(Channels::close);
  }

  private static <S extends AbstractStub<S>> S timed(S stub) {
    return stub.withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS);
  }

  private <T> T repeat(int first, int step, IntFunction<T> call) throws InterruptedException {
    long until = System.nanoTime() + patienceMillis * 1_000_000;
    for (int failures = 0; ; failures++) {
      int gateway = (first + failures * step) % channels.size();
      try {
        return call.apply(gateway);
      } catch (StatusRuntimeException e) {
        if (System.nanoTime() - until > 0) {
          throw e;
        }
        pause(gateway, failures, e);
      }
    }
  }
}
