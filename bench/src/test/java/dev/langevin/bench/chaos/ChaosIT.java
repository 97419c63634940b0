package dev.langevin.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Two minutes of it, as people run it: the packaged program in a process of its own. */
class ChaosIT {
  private static final String MINUTES = "1.7";
  private static final String SEED = "20";
  private static final long PATIENCE_MINUTES = 10;

  /** Kept where something was found, with the logs of all processes. */
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void chaos_shortRun_losesNothing() throws Exception {
    Path json = folder.resolve("found.json");
    Path said = folder.resolve("said.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx512m",
                "-Dlangevin.home=" + Path.of("..").toAbsolutePath().normalize(),
                "-jar",
                Path.of("target", "langevin-bench.jar").toAbsolutePath().toString(),
                "chaos",
                "--minutes=" + MINUTES,
                "--seed=" + SEED,
                "--folder=" + folder.resolve("run"),
                "--json=" + json)
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      assertThat(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES))
          .as("ended in time:%n%s", Files.readString(said))
          .isTrue();
      assertThat(process.exitValue()).as(Files.readString(said)).isZero();
    } finally {
      process.destroy();
    }
    JsonObject found = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
    assertThat(found.get("lost").getAsInt()).isZero();
    assertThat(found.get("different").getAsInt()).isZero();
    assertThat(found.get("duplicate").getAsInt()).isZero();
    assertThat(found.get("jobs").getAsInt()).isGreaterThan(10);
    assertThat(found.get("faults").getAsJsonArray()).hasSizeGreaterThan(10);
  }
}
