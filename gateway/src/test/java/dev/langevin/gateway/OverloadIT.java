package dev.langevin.gateway;

import static dev.langevin.gateway.Calls.cancel;
import static dev.langevin.gateway.Calls.create;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.rpc.RetryInfo;
import dev.langevin.runtime.grpc.Statuses;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationServiceGrpc;
import dev.langevin.v1.GenerationServiceGrpc.GenerationServiceBlockingStub;
import dev.langevin.v1.WatchGenerationRequest;
import dev.langevin.v1.WatchGenerationResponse;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More than the gateway takes, and clients that take less than it sends. */
class OverloadIT {
  @TempDir static Path directory;
  private static TestFleet fleet;

  @BeforeAll
  static void start() throws Exception {
    fleet = new TestFleet(directory);
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @Test
  void create_queueIsFull_isRefusedWithADelayUntilAJobEnds() {
    GenerationServiceBlockingStub client = fleet.client(fleet.gateway(Map.of("QUEUE_LIMIT", 2)));
    String first = create(client, "", "a boat").getId();
    create(client, "mine", "a boat");

    StatusRuntimeException refused = refusal(() -> create(client, "", "a boat"));
    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(Statuses.reason(refused)).isEqualTo("QUEUE_FULL");
    assertThat(delay(refused)).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(1));
    assertThat(create(client, "mine", "a boat").getRequestId()).isEqualTo("mine");

    cancel(client, first);
    assertThat(create(client, "", "a boat").getId()).isNotEmpty();
    assertThat(delay(refusal(() -> create(client, "", "a boat"))))
        .isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void create_queueHoldsTooManyBytes_isRefused() {
    GenerationServiceBlockingStub client =
        fleet.client(fleet.gateway(Map.of("QUEUE_BYTES", 5_000)));
    String large = "";
    while (large.isEmpty() || fleet.log.unfinishedBytes() < 5_000) {
      large = create(client, "", "x".repeat(5_000)).getId();
    }
    StatusRuntimeException refused = refusal(() -> create(client, "", "a boat"));
    assertThat(Statuses.reason(refused)).isEqualTo("QUEUE_FULL");
    assertThat(refused.getStatus().getDescription()).contains("bytes have not ended");

    cancel(client, large);
  }

  @Test
  void watch_tooManyWatchers_isRefusedWithADelay() throws Exception {
    Gateway gateway = fleet.gateway(Map.of("WATCHER_LIMIT", 1));
    GenerationServiceBlockingStub client = fleet.client(gateway);
    String id = create(client, "", "a boat").getId();
    WatchGenerationRequest watch = WatchGenerationRequest.newBuilder().setId(id).build();
    var first = client.watchGeneration(watch);
    first.next();

    StatusRuntimeException refused = refusal(() -> client.watchGeneration(watch).next());
    assertThat(Statuses.reason(refused)).isEqualTo("TOO_MANY_WATCHERS");
    assertThat(delay(refused)).isPositive();
    assertThat(Calls.get(client, id).getId()).isEqualTo(id);

    cancel(client, id);
    while (first.hasNext()) {
      first.next();
    }
    await(() -> watches(client, watch));
  }

  /** Who watched before gives its place up a moment after its stream has ended. */
  private static boolean watches(
      GenerationServiceBlockingStub client, WatchGenerationRequest watch) {
    try {
      return client.watchGeneration(watch).next().getGeneration().getId().equals(watch.getId());
    } catch (StatusRuntimeException e) {
      assertThat(Statuses.reason(e)).isEqualTo("TOO_MANY_WATCHERS");
      return false;
    }
  }

  @Test
  void watch_manyOfOneConnectionLeave_itsOtherCallsGoOn() throws Exception {
    Gateway gateway = fleet.gateway(Map.of("WATCHER_LIMIT", 1_000));
    GenerationServiceBlockingStub client = fleet.client(gateway);
    String id = create(client, "", "a boat").getId();
    WatchGenerationRequest watch = WatchGenerationRequest.newBuilder().setId(id).build();
    var stays = client.watchGeneration(watch);
    stays.next();
    for (int i = 0; i < 500; i++) {
      try (CancellableContext context = Context.current().withCancellation()) {
        assertThat(context.call(() -> client.watchGeneration(watch).next()).getGeneration().getId())
            .isEqualTo(id);
      }
    }
    await(() -> gateway.watchers() == 1);

    cancel(client, id);
    WatchGenerationResponse last = stays.next();
    while (stays.hasNext()) {
      last = stays.next();
    }
    assertThat(last.getGeneration().getState()).isEqualTo(Generation.State.STATE_CANCELLED);
  }

  @Test
  void watch_readerThatNeverReads_isCutOffAndOnlyOneMessageWaits() throws Exception {
    Gateway gateway = fleet.gateway(Map.of("READER_PATIENCE", "2s"));
    GenerationServiceBlockingStub client = fleet.client(gateway);
    String id = create(client, "", "x".repeat(9_000)).getId();
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", gateway.port())
            .usePlaintext()
            .flowControlWindow(65_535)
            .build();
    Deaf deaf = new Deaf();
    try {
      GenerationServiceGrpc.newStub(channel)
          .watchGeneration(WatchGenerationRequest.newBuilder().setId(id).build(), deaf);
      await(() -> gateway.watchers() == 1);
      fleet.claim(id);
      // Whatever fits into the connection's window is sent; what comes then replaces what waits.
      for (int step = 0; gateway.watchers() == 1; step++) {
        assertThat(step).as("events before the reader was cut off").isLessThan(1_000_000);
        fleet.progress(id, 1, step, 1_000_000);
      }
      deaf.readOn();
      Status end = Status.fromThrowable(deaf.end.get(20, TimeUnit.SECONDS));
      assertThat(end.getCode())
          .isIn(Status.Code.RESOURCE_EXHAUSTED, Status.Code.CANCELLED, Status.Code.ABORTED);
      System.out.printf("a deaf watcher was cut off after %d messages: %s%n", deaf.read.get(), end);
    } finally {
      channel.shutdownNow();
    }
    assertThat(Calls.get(client, id).getId()).isEqualTo(id);
  }

  /** Reads nothing until it is told to. */
  private static final class Deaf
      implements ClientResponseObserver<WatchGenerationRequest, WatchGenerationResponse> {
    final AtomicInteger read = new AtomicInteger();
    final CompletableFuture<Throwable> end = new CompletableFuture<>();
    private volatile ClientCallStreamObserver<WatchGenerationRequest> call;

    @Override
    public void beforeStart(ClientCallStreamObserver<WatchGenerationRequest> stream) {
      call = stream;
      stream.disableAutoRequestWithInitial(0);
    }

    void readOn() {
      call.request(Integer.MAX_VALUE);
    }

    @Override
    public void onNext(WatchGenerationResponse message) {
      read.incrementAndGet();
    }

    @Override
    public void onError(Throwable failure) {
      end.complete(failure);
    }

    @Override
    public void onCompleted() {
      end.completeExceptionally(new AssertionError("it was not cut off"));
    }
  }

  private static Duration delay(StatusRuntimeException refused) {
    try {
      var detail = StatusProto.fromThrowable(refused).getDetails(0).unpack(RetryInfo.class);
      return Duration.ofSeconds(
          detail.getRetryDelay().getSeconds(), detail.getRetryDelay().getNanos());
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static StatusRuntimeException refusal(Runnable call) {
    StatusRuntimeException[] refused = {null};
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(StatusRuntimeException.class, e -> refused[0] = e);
    return refused[0];
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 1_000 && !condition.getAsBoolean(); i++) {
      Thread.sleep(10);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }
}
