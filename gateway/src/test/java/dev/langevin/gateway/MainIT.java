package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.runtime.grpc.Channels;
import dev.langevin.runtime.grpc.Statuses;
import dev.langevin.runtime.lifecycle.ServiceProcess;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationServiceGrpc;
import dev.langevin.v1.GenerationServiceGrpc.GenerationServiceBlockingStub;
import dev.langevin.v1.WatchGenerationRequest;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as it is run. */
class MainIT {
  private static final int EACH = 8;

  @TempDir Path directory;

  @Test
  void main_toldToStopUnderLoad_endsWatchersFinishesCallsAndLosesNothing() throws Exception {
    try (TestFleet fleet = new TestFleet(directory);
        ServiceProcess process = ServiceProcess.start(Main.class, fleet.addresses());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      ManagedChannel channel = Channels.open(process.address());
      GenerationServiceBlockingStub client = GenerationServiceGrpc.newBlockingStub(channel);
      awaitReady(client);
      CountDownLatch warm = new CountDownLatch(2 * EACH);
      List<Future<StatusRuntimeException>> ends = new ArrayList<>();
      List<String> created = java.util.Collections.synchronizedList(new ArrayList<>());
      for (int i = 0; i < EACH; i++) {
        ends.add(threads.submit(() -> watchUntilItEnds(client, warm)));
        ends.add(threads.submit(() -> createUntilItEnds(client, created, warm)));
      }
      warm.await();
      long since = System.nanoTime();
      process.signal("TERM");
      for (int i = 0; i < ends.size(); i++) {
        assertThat(ends.get(i).get().getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        if (i % 2 == 0) {
          assertThat(Statuses.reason(ends.get(i).get())).isEqualTo("STOPPING");
        }
      }
      assertThat(process.awaitEnd(Duration.ofSeconds(10))).isEqualTo(ServiceProcess.SIGTERM);
      System.out.printf("a busy gateway ends in %d ms%n", (System.nanoTime() - since) / 1_000_000);
      channel.shutdownNow();
      assertThat(process.log()).noneMatch(line -> line.contains(" ERROR "));
      assertThat(process.log().getLast()).contains("gateway stopped");
      assertThat(created).hasSizeGreaterThanOrEqualTo(3 * EACH);
      for (String id : created) {
        assertThat(fleet.log.get(id)).as(id).isPresent();
      }
    }
  }

  private static void awaitReady(GenerationServiceBlockingStub client) {
    while (true) {
      try {
        Calls.create(client, "", "a boat");
        return;
      } catch (StatusRuntimeException e) {
        assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      }
    }
  }

  private static StatusRuntimeException watchUntilItEnds(
      GenerationServiceBlockingStub client, CountDownLatch warm) {
    Generation created = Calls.create(client, "", "a boat");
    var events =
        client.watchGeneration(WatchGenerationRequest.newBuilder().setId(created.getId()).build());
    events.next();
    warm.countDown();
    try {
      events.next();
      throw new AssertionError("nothing should happen to it");
    } catch (StatusRuntimeException e) {
      return e;
    }
  }

  private static StatusRuntimeException createUntilItEnds(
      GenerationServiceBlockingStub client, List<String> created, CountDownLatch warm) {
    for (int done = 0; ; done++) {
      try {
        created.add(Calls.create(client, "", "a boat").getId());
      } catch (StatusRuntimeException e) {
        return e;
      }
      if (done == 3) {
        warm.countDown();
      }
    }
  }
}
