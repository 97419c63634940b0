package dev.langevin.bench.chaos.load;

import dev.langevin.runtime.grpc.Channels;
import dev.langevin.v1.GenerationServiceGrpc;
import dev.langevin.v1.GenerationServiceGrpc.GenerationServiceBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

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

  /**
   * Calls, at one gateway and then the other, until it is answered.
   *
   * @throws StatusRuntimeException if it is refused, or patience ends
   */
  public <T> T call(int first, Function<GenerationServiceBlockingStub, T> call)
      throws InterruptedException {
    return repeat(first, 1, call);
  }

  /** Calls one gateway until it is answered. */
  public <T> T callAt(int gateway, Function<GenerationServiceBlockingStub, T> call)
      throws InterruptedException {
    return repeat(gateway, 0, call);
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

  private <T> T repeat(int first, int step, Function<GenerationServiceBlockingStub, T> call)
      throws InterruptedException {
    long until = System.nanoTime() + patienceMillis * 1_000_000;
    for (int failures = 0; ; failures++) {
      int gateway = (first + failures * step) % channels.size();
      try {
        return call.apply(stub(gateway).withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS));
      } catch (StatusRuntimeException e) {
        if (System.nanoTime() - until > 0) {
          throw e;
        }
        pause(gateway, failures, e);
      }
    }
  }
}
