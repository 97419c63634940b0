package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * OpenAI's own Python client. It runs where a Python has it: {@code python3} of the path, or what
 * {@code OPENAI_TEST_PYTHON} names.
 */
class OpenAiClientIT {
  private static final Path SCRIPT = Path.of("src/test/python/openai_client.py");
  @TempDir static Path directory;

  @Test
  void officialClient_worksUnchanged() throws Exception {
    String python = python();
    try (TestFleet fleet = new TestFleet(directory)) {
      Gateway gateway =
          fleet.gateway(Map.of("MODEL_ALIASES", "dall-e-3=storybook,gpt-image-1=storybook"));
      Worker worker = new Worker(fleet, generation -> true);
      Run run = run(python, SCRIPT.toString(), "http://127.0.0.1:%d/v1".formatted(gateway.port()));
      worker.close();
      assertThat(run.status()).as(run.output()).isZero();
      assertThat(run.output()).contains("works");
    }
  }

  private static String python() throws IOException, InterruptedException {
    for (String python :
        Stream.of(System.getenv("OPENAI_TEST_PYTHON"), "python3")
            .filter(p -> p != null && !p.isBlank())
            .toList()) {
      try {
        if (run(python, "-c", "import openai").status() == 0) {
          return python;
        }
      } catch (IOException e) {
        continue; // there is no such program
      }
    }
    return abort("no Python with the package openai; OPENAI_TEST_PYTHON may name one");
  }

  private record Run(int status, String output) {}

  private static Run run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(command[0] + " does not end");
    }
    return new Run(process.exitValue(), output);
  }
}
