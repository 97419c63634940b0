package dev.langevin.runtime.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpanFileTest {
  @TempDir Path folder;

  @Test
  void start_fileThatTracesNames_getsSpansInTheProtocolsJson() throws Exception {
    Path file = folder.resolve("deep").resolve("spans.jsonl");
    Tracing tracing = Tracing.start("denoiser", environment(file));
    Trace.none()
        .root("denoiser.run")
        .set("langevin.rows", 2)
        .set("langevin.batch_rows", 7.5)
        .set("langevin.odd", Double.NaN)
        .set("langevin.generation", "g\"\u00e4")
        .failed("hung")
        .close();
    tracing.close();
    List<String> lines = Files.readAllLines(file);

    assertThat(lines).hasSize(1);
    JsonObject message = JsonParser.parseString(lines.getFirst()).getAsJsonObject();
    JsonObject all = message.getAsJsonArray("resourceSpans").get(0).getAsJsonObject();
    assertThat(all.get("resource").toString())
        .contains("{\"key\":\"service.name\",\"value\":{\"stringValue\":\"denoiser\"}}");
    JsonObject scope = all.getAsJsonArray("scopeSpans").get(0).getAsJsonObject();
    JsonObject span = scope.getAsJsonArray("spans").get(0).getAsJsonObject();
    assertThat(span.get("traceId").getAsString()).matches("[0-9a-f]{32}");
    assertThat(span.get("spanId").getAsString()).matches("[0-9a-f]{16}");
    assertThat(span.has("parentSpanId")).isFalse();
    assertThat(span.get("name").getAsString()).isEqualTo("denoiser.run");
    assertThat(span.get("kind").getAsInt()).isEqualTo(1);
    assertThat(span.get("endTimeUnixNano").getAsLong())
        .isGreaterThanOrEqualTo(span.get("startTimeUnixNano").getAsLong());
    assertThat(span.get("attributes").toString())
        .contains("{\"key\":\"langevin.rows\",\"value\":{\"intValue\":\"2\"}}")
        .contains("{\"key\":\"langevin.batch_rows\",\"value\":{\"doubleValue\":7.5}}")
        .contains("{\"key\":\"langevin.generation\",\"value\":{\"stringValue\":\"g\\\"\u00e4\"}}")
        .contains("{\"key\":\"langevin.odd\",\"value\":{\"doubleValue\":\"NaN\"}}");
    assertThat(span.getAsJsonObject("status").toString())
        .isEqualTo("{\"code\":2,\"message\":\"hung\"}");
  }

  @Test
  void start_twice_appends() throws Exception {
    Path file = folder.resolve("spans.jsonl");
    for (int i = 0; i < 2; i++) {
      Tracing tracing = Tracing.start("denoiser", environment(file));
      Trace.none().root("denoiser.run").close();
      tracing.close();
    }
    assertThat(Files.readAllLines(file)).hasSize(2);
  }

  @Test
  void start_noFile_wantsNoSpans() {
    Tracing tracing = Tracing.start("denoiser", Environment.of(Map.of()));
    assertThat(Trace.none().root("denoiser.run")).isSameAs(TraceSpan.NOTHING);
    tracing.close();
  }

  @Test
  void start_fileThatCannotBeWritten_namesIt() {
    assertThatThrownBy(() -> Tracing.start("denoiser", environment(folder)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("LANGEVIN_TRACES: %s can't be written".formatted(folder));
  }

  private static Environment environment(Path file) {
    return Environment.of(Map.of("LANGEVIN_TRACES", file.toString()));
  }
}
