package dev.langevin.denoiser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.runtime.grpc.Channels;
import dev.langevin.runtime.grpc.Statuses;
import dev.langevin.runtime.lifecycle.ServiceProcess;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.BufferedReader;
import java.io.IOException;
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
  @TempDir Path data;

  @Test
  void main_toldToStopUnderLoad_answersOrSendsElsewhereAndEnds() throws Exception {
    Map<String, String> settings =
        Map.of("LANGEVIN_MODELS", Fixture.models().toString(), "LANGEVIN_DATA", data.toString());
    try (ServiceProcess process = ServiceProcess.start(Main.class, settings);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      ManagedChannel channel = Channels.open(process.address());
      CountDownLatch warm = new CountDownLatch(24);
      List<Future<StatusRuntimeException>> streams =
          IntStream.range(0, 24)
              .mapToObj(i -> threads.submit(() -> steps(Peer.open(channel, "perrow", 5), warm)))
              .toList();
      warm.await();
      long since = System.nanoTime();
      process.signal("TERM");
      for (Future<StatusRuntimeException> stream : streams) {
        assertThat(stream.get().getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(Statuses.reason(stream.get())).isEqualTo("STOPPING");
      }
      assertThat(process.awaitEnd(Duration.ofSeconds(10))).isEqualTo(ServiceProcess.SIGTERM);
      System.out.printf("a busy denoiser ends in %d ms%n", (System.nanoTime() - since) / 1_000_000);
      channel.shutdownNow();
      assertThat(process.log()).noneMatch(line -> line.contains(" ERROR "));
      assertThat(process.log().getLast()).contains("denoiser stopped");
    }
  }

  /** Asks for one step after the other until the stream ends; every one is answered until then. */
  private static StatusRuntimeException steps(Peer peer, CountDownLatch warm) {
    for (int step = 1; ; step++) {
      try {
        peer.step(Peer.guided(step, step, 1).build());
        assertThat(peer.prediction().getSequence()).isEqualTo(step);
      } catch (StatusRuntimeException e) {
        return e;
      } catch (IllegalStateException e) {
        return peer.failure(); // it has ended between two steps
      }
      if (step == 5) {
        warm.countDown();
      }
    }
  }

  @Test
  void main_withAMisspeltSetting_saysSoInOneLineAndExits() throws Exception {
    Process process = run("LANGEVIN_MODEL", "x");
    try (BufferedReader log = process.errorReader()) {
      assertThat(log.lines().filter(line -> !line.startsWith("WARNING")))
          .singleElement()
          .asString()
          .endsWith("LANGEVIN_MODEL: unknown setting; did you mean LANGEVIN_MODELS?");
    }
    assertThat(process.waitFor()).isEqualTo(1);
  }

  private Process run(String key, String value) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    ProcessBuilder builder =
        new ProcessBuilder(
            java.toString(), "-cp", System.getProperty("java.class.path"), Main.class.getName());
    builder
        .environment()
        .putAll(Map.of(key, value, "LANGEVIN_PORT", "0", "LANGEVIN_DATA", data.toString()));
    return builder.start();
  }
}
