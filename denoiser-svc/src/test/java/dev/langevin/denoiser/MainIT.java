package dev.langevin.denoiser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.internal.v1.DenoiserServiceGrpc;
import dev.langevin.internal.v1.DescribeRequest;
import dev.langevin.runtime.grpc.Channels;
import io.grpc.ManagedChannel;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as it is run. */
class MainIT {
  private static final int SIGTERM = 128 + 15;

  @TempDir Path data;

  @Test
  void main_untilItIsToldToStop_serves() throws Exception {
    Process process = run("LANGEVIN_MODELS", Fixture.models().toString());
    try (BufferedReader log = process.errorReader()) {
      String line = log.readLine();
      while (line != null && !line.contains("denoiser started on port ")) {
        line = log.readLine();
      }
      assertThat(line).isNotNull();
      ManagedChannel channel = Channels.open("127.0.0.1:" + line.replaceAll(".* ", ""));
      assertThat(
              DenoiserServiceGrpc.newBlockingStub(channel)
                  .describe(DescribeRequest.getDefaultInstance())
                  .getModelsCount())
          .isEqualTo(6);
      channel.shutdownNow();
      process.toHandle().destroy();
      assertThat(log.lines()).last().asString().contains("denoiser stopped");
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(SIGTERM);
    } finally {
      process.destroyForcibly();
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
