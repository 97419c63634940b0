package dev.langevin.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.internal.v1.EncodeRequest;
import dev.langevin.internal.v1.TextEncoderServiceGrpc;
import dev.langevin.internal.v1.TextEncoderServiceGrpc.TextEncoderServiceBlockingStub;
import dev.langevin.runtime.grpc.Channels;
import dev.langevin.runtime.lifecycle.ServiceProcess;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as it is run. */
class MainIT {
  @TempDir Path models;

  @Test
  void main_toldToStopUnderLoad_answersOrSendsElsewhereAndEnds() throws Exception {
    TestModels.copy(TestModels.tiny(), models.resolve("tiny"));
    Map<String, String> settings = Map.of("LANGEVIN_MODELS", models.toString());
    try (ServiceProcess process = ServiceProcess.start(Main.class, settings);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      ManagedChannel channel = Channels.open(process.address());
      TextEncoderServiceBlockingStub stub = TextEncoderServiceGrpc.newBlockingStub(channel);
      CountDownLatch warm = new CountDownLatch(16);
      List<Future<Status.Code>> callers =
          IntStream.range(0, 16)
              .mapToObj(i -> threads.submit(() -> encodeUntilItEnds(stub, "boat " + i, warm)))
              .toList();
      warm.await();
      long since = System.nanoTime();
      process.signal("TERM");
      for (Future<Status.Code> caller : callers) {
        assertThat(caller.get()).isEqualTo(Status.Code.UNAVAILABLE);
      }
      assertThat(process.awaitEnd(Duration.ofSeconds(10))).isEqualTo(ServiceProcess.SIGTERM);
      System.out.printf("a busy encoder ends in %d ms%n", (System.nanoTime() - since) / 1_000_000);
      channel.shutdownNow();
      assertThat(process.log()).noneMatch(line -> line.contains(" ERROR "));
      assertThat(process.log().getLast()).contains("text-encoder stopped");
    }
  }

  private static Status.Code encodeUntilItEnds(
      TextEncoderServiceBlockingStub stub, String prompt, CountDownLatch warm) {
    for (int done = 0; ; done++) {
      try {
        stub.encode(
            EncodeRequest.newBuilder()
                .setModel("tiny")
                .addPrompts(prompt + " " + done)
                .addPrompts("")
                .build());
      } catch (StatusRuntimeException e) {
        return e.getStatus().getCode();
      }
      if (done == 3) {
        warm.countDown();
      }
    }
  }
}
