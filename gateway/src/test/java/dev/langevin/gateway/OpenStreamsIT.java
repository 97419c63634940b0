package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationServiceGrpc;
import dev.langevin.v1.WatchGenerationsRequest;
import dev.langevin.v1.WatchGenerationsResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As many open streams as a gateway takes by default, and more. */
class OpenStreamsIT {
  private static final int LIMIT = 10_000;
  private static final int CONNECTIONS = 10;
  private static final int SLACK = 64;

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

  /** Counts what a crowd of watchers is told; each that is asked for more gets it. */
  private static final class Crowd {
    final AtomicInteger ready = new AtomicInteger();
    final AtomicInteger told = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();
    final AtomicReference<Status> why = new AtomicReference<>();

    void join(ManagedChannel channel, boolean reads) {
      GenerationServiceGrpc.newStub(channel)
          .watchGenerations(WatchGenerationsRequest.getDefaultInstance(), new One(reads));
    }

    private final class One
        implements ClientResponseObserver<WatchGenerationsRequest, WatchGenerationsResponse> {
      private final boolean reads;

      One(boolean reads) {
        this.reads = reads;
      }

      @Override
      public void beforeStart(ClientCallStreamObserver<WatchGenerationsRequest> call) {
        if (!reads) {
          call.disableAutoRequestWithInitial(1);
        }
      }

      @Override
      public void onNext(WatchGenerationsResponse message) {
        (message.hasReady() ? ready : told).incrementAndGet();
      }

      @Override
      public void onError(Throwable failure) {
        why.set(Status.fromThrowable(failure));
        refused.incrementAndGet();
      }

      @Override
      public void onCompleted() {
        throw new AssertionError("it does not end by itself");
      }
    }
  }

  @Test
  void watchAll_tenThousandStreams_areServedAndMoreAreRefused() throws Exception {
    Gateway gateway = fleet.gateway();
    List<ManagedChannel> channels = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      channels.add(fleet.channel(gateway));
    }
    Crowd crowd = new Crowd();
    long started = System.nanoTime();
    for (int i = 0; i < LIMIT + SLACK; i++) {
      crowd.join(channels.get(i % CONNECTIONS), true);
    }
    Calls.await(() -> crowd.ready.get() == LIMIT && crowd.refused.get() == SLACK);
    Duration opened = Duration.ofNanos(System.nanoTime() - started);
    assertThat(gateway.watchers()).isEqualTo(LIMIT);
    assertThat(crowd.why.get().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(crowd.why.get().getDescription())
        .isEqualTo(
            "10000 watchers are at this gateway, which is the limit; try again or use another");

    try (HttpClients http = new HttpClients(gateway)) {
      HttpResponse<String> page = http.get("/v1/generations:watch");
      assertThat(page.statusCode()).isEqualTo(429);
      assertThat(page.headers().firstValue("retry-after")).hasValue("5");
      assertThat(RestIT.reason(page)).isEqualTo("TOO_MANY_WATCHERS");
      assertThat(page.body()).contains("10000 watchers are at this gateway");
      assertThat(http.get("/v1/models").statusCode()).isEqualTo(200);
    }
    started = System.nanoTime();
    var client = fleet.client(gateway);
    String id = Calls.create(client, "", "a boat").getId();
    Duration created = Duration.ofNanos(System.nanoTime() - started);
    Calls.await(() -> crowd.told.get() >= LIMIT);
    System.out.printf(
        "%,d streams opened in %,d ms; beside them a job was accepted in %d ms and told to all in"
            + " %,d ms%n",
        LIMIT,
        opened.toMillis(),
        created.toMillis(),
        Duration.ofNanos(System.nanoTime() - started).toMillis());
    assertThat(Calls.get(client, id).getState()).isEqualTo(Generation.State.STATE_QUEUED);
    channels.forEach(ManagedChannel::shutdownNow);
    Calls.await(() -> gateway.watchers() == 0);
  }

  /** It is told one more than it reads; the rest is for those who come to get it. */
  @Test
  void watchAll_readerThatStops_costsABoundedBufferAndIsCutOff() throws Exception {
    Gateway gateway = fleet.gateway(Map.of("READER_PATIENCE", "3s"));
    var client = fleet.client(gateway);
    Crowd crowd = new Crowd();
    ManagedChannel channel = fleet.channel(gateway);
    for (int i = 0; i < 20; i++) {
      crowd.join(channel, false);
    }
    Calls.await(() -> crowd.ready.get() == 20);
    Crowd reading = new Crowd();
    reading.join(fleet.channel(gateway), true);
    Calls.await(() -> reading.ready.get() == 1);
    String large = "x".repeat(9_000);
    for (int i = 0; gateway.watchers() > 1; i++) {
      assertThat(i).as("changes before they were cut off").isLessThan(20_000);
      Calls.create(client, "", large);
    }
    assertThat(crowd.told).hasValue(0);
    assertThat(reading.refused).hasValue(0);
    assertThat(reading.told.get()).isPositive();
  }
}
