package dev.langevin.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.internal.v1.DecodeRequest;
import dev.langevin.internal.v1.DecoderServiceGrpc;
import dev.langevin.internal.v1.DecoderServiceGrpc.DecoderServiceBlockingStub;
import dev.langevin.runtime.grpc.Channels;
import dev.langevin.runtime.grpc.Tensors;
import dev.langevin.runtime.lifecycle.ServiceProcess;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Size;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as it is run. */
class MainIT {
  private static final GenerationRequest REQUEST =
      GenerationRequest.newBuilder()
          .setPrompt("a boat")
          .setModel("tiny")
          .setSize(Size.newBuilder().setWidth(48).setHeight(32))
          .setSteps(20)
          .setSampler("ddim")
          .setGuidanceScale(4)
          .setSeed(1)
          .build();

  @TempDir Path directory;

  @Test
  void main_toldToStopUnderLoad_answersOrSendsElsewhereAndEnds() throws Exception {
    Path models = Files.createDirectories(directory.resolve("models"));
    TestModels.copy(TestModels.all().resolve("tiny"), models.resolve("tiny"));
    Path artifacts = directory.resolve("artifacts");
    Map<String, String> settings =
        Map.of("LANGEVIN_MODELS", models.toString(), "LANGEVIN_ARTIFACTS", artifacts.toString());
    try (ServiceProcess process = ServiceProcess.start(Main.class, settings);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      ManagedChannel channel = Channels.open(process.address());
      DecoderServiceBlockingStub stub = DecoderServiceGrpc.newBlockingStub(channel);
      CountDownLatch warm = new CountDownLatch(16);
      List<Future<Integer>> callers =
          IntStream.range(0, 16)
              .mapToObj(i -> threads.submit(() -> decodeUntilItEnds(stub, "caller" + i, warm)))
              .toList();
      warm.await();
      long since = System.nanoTime();
      process.signal("TERM");
      int stored = 0;
      for (Future<Integer> caller : callers) {
        stored += caller.get();
      }
      assertThat(process.awaitEnd(Duration.ofSeconds(10))).isEqualTo(ServiceProcess.SIGTERM);
      System.out.printf("a busy decoder ends in %d ms%n", (System.nanoTime() - since) / 1_000_000);
      channel.shutdownNow();
      assertThat(process.log()).noneMatch(line -> line.contains(" ERROR "));
      assertThat(process.log().getLast()).contains("decoder stopped");
      try (Stream<Path> files = Files.walk(artifacts)) {
        assertThat(files.filter(Files::isRegularFile).count()).isGreaterThanOrEqualTo(stored);
      }
    }
  }

  /** How many were answered before the decoder sent the caller elsewhere. */
  private static int decodeUntilItEnds(
      DecoderServiceBlockingStub stub, String id, CountDownLatch warm) {
    for (int done = 0; ; done++) {
      DecodeRequest request =
          DecodeRequest.newBuilder()
              .setGenerationId(id + "x" + done)
              .setRequest(REQUEST)
              .setLatents(Tensors.of(new float[4 * 8 * 12], 4, 8, 12))
              .build();
      try {
        assertThat(stub.decode(request).getArtifact().getSizeBytes()).isPositive();
      } catch (StatusRuntimeException e) {
        assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        return done;
      }
      if (done == 3) {
        warm.countDown();
      }
    }
  }
}
