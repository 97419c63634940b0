package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every call of curl in docs/http.md works as it stands. */
class HttpDocsIT {
  private static final Path PAGE = Path.of("../docs/http.md");
  private static final Pattern CALL = Pattern.compile("(?m)^curl (?:.*\\\\\n)*.*$");
  @TempDir static Path directory;

  @Test
  void everyCall_isAnswered() throws Exception {
    List<String> calls =
        CALL.matcher(Files.readString(PAGE)).results().map(MatchResult::group).toList();
    assertThat(calls).hasSizeGreaterThan(4);
    try (TestFleet fleet = new TestFleet(directory)) {
      Gateway gateway = fleet.gateway();
      Worker worker = new Worker(fleet, generation -> true);
      for (String call : calls) {
        String here =
            call.replace("localhost:8470", "127.0.0.1:" + gateway.port())
                .replaceFirst("curl", "curl --fail-with-body --max-time 30");
        assertThat(JsonParser.parseString(output(here)).isJsonObject()).as(call).isTrue();
      }
      worker.close();
    }
  }

  private static String output(String command) throws IOException, InterruptedException {
    Process process;
    try {
      new ProcessBuilder("curl", "--version")
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
      process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return abort("there is no curl: " + e.getMessage());
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(40, TimeUnit.SECONDS)).as(command).isTrue();
    assertThat(process.exitValue()).as("%s: %s", command, output).isZero();
    return output;
  }
}
