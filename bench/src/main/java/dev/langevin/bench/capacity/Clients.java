package dev.langevin.bench.capacity;

import dev.langevin.runtime.grpc.Channels;
import dev.langevin.v1.CancelGenerationRequest;
import dev.langevin.v1.GenerationServiceGrpc;
import dev.langevin.v1.GenerationServiceGrpc.GenerationServiceBlockingStub;
import dev.langevin.v1.ListModelsRequest;
import dev.langevin.v1.Model;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Clients of one gateway, on a few connections. */
final class Clients implements AutoCloseable {
  private static final int CONNECTIONS = 4;
  private static final long CALL_SECONDS = 30;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration BETWEEN = Duration.ofMillis(200);

  private final List<ManagedChannel> channels;
  private final AtomicInteger calls = new AtomicInteger();

  /** Connects with the first call. */
  Clients(String address) {
    channels = IntStream.range(0, CONNECTIONS).mapToObj(i -> Channels.open(address)).toList();
  }

  /** For one call. */
  GenerationServiceBlockingStub stub() {
    ManagedChannel channel = channels.get(Math.floorMod(calls.getAndIncrement(), channels.size()));
    return GenerationServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * Waits until the gateway takes jobs.
   *
   * @throws IllegalStateException if that takes too long
   */
  void ready(Site site) throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!offered()) {
      site.check();
      if (System.nanoTime() - until > 0) {
        throw new IllegalStateException(
            "the gateway offers no model after %d s".formatted(PATIENCE.toSeconds()));
      }
      Thread.sleep(BETWEEN);
      channels.forEach(ManagedChannel::resetConnectBackoff);
    }
  }

  /** Creates a job; its id. */
  String create(Requests requests) {
    return stub().createGeneration(requests.next()).getGeneration().getId();
  }

  /** Cancels a job, unless it has ended. */
  void cancel(String id) {
    try {
      stub().cancelGeneration(CancelGenerationRequest.newBuilder().setId(id).build());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.FAILED_PRECONDITION) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    channels.forEach(Channels::close);
  }

  private boolean offered() {
    try {
      List<Model> models =
          stub().listModels(ListModelsRequest.getDefaultInstance()).getModelsList();
      return !models.isEmpty() && models.getFirst().getProblem().isEmpty();
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.UNAVAILABLE) {
        throw e;
      }
      return false;
    }
  }
}
