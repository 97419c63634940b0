package dev.langevin.runtime.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.runtime.metrics.TestMeters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpuMemoryTest {
  @TempDir Path folder;

  @Test
  void parse_twoDevices_inBytes() {
    assertThat(GpuMemory.parse("0, 2048, 79000, 81559\n1, 0, 81559, 81559\n"))
        .containsExactly(
            new GpuMemory.Device("0", 2048.0 * (1 << 20), 79000.0 * (1 << 20), 81559.0 * (1 << 20)),
            new GpuMemory.Device("1", 0, 81559.0 * (1 << 20), 81559.0 * (1 << 20)));
  }

  @Test
  void parse_somethingElse_isRefused() {
    assertThatThrownBy(() -> GpuMemory.parse("No devices were found"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> GpuMemory.parse("0, [N/A], 1, 2"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Not run on a GPU: a script stands for the driver's command. */
  @Test
  void watch_commandThatAnswers_tellsWhatItSaid() throws Exception {
    TestMeters meters = new TestMeters();
    try (GpuMemory memory = watch(meters, "echo '0, 1, 2, 3'")) {
      assertThat(await(memory)).isTrue();
      assertThat(meters.text())
          .contains(
              "langevin_gpu_memory_bytes{gpu=\"0\",kind=\"used\"} 1048576.0",
              "langevin_gpu_memory_bytes{gpu=\"0\",kind=\"total\"} 3145728.0");
    }
    assertThat(meters.text()).doesNotContain("langevin_gpu_memory_bytes");
  }

  @Test
  void watch_onTheProcessor_looksForNothing() throws Exception {
    AutoCloseable nothing = GpuMemory.watch(ExecutionSettings.cpu());
    assertThat(nothing).isNotInstanceOf(GpuMemory.class);
    nothing.close();
  }

  private GpuMemory watch(TestMeters meters, String script) throws Exception {
    Path command =
        Files.createFile(
            folder.resolve("nvidia-smi"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(command, "#!/bin/sh\n" + script + "\n");
    return GpuMemory.watch(List.of(command.toString()), meters.meters());
  }

  private static boolean await(GpuMemory memory) {
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (memory.devices().isEmpty() && System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    return !memory.devices().isEmpty();
  }
}
