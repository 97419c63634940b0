package dev.langevin.bench.loop;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A span that the system has written.
 *
 * @param trace the job's
 * @param name such as denoiser.run
 * @param start nanoseconds since 1970
 * @param end likewise
 * @param said its attributes, numbers as numbers
 */
public record Span(String trace, String name, long start, long end, Map<String, Object> said) {
  /** Reads a file of spans. */
  public static List<Span> read(Path file) throws IOException {
    List<Span> spans = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      JsonObject message = JsonParser.parseString(line).getAsJsonObject();
      for (JsonElement resource : message.getAsJsonArray("resourceSpans")) {
        for (JsonElement scope : resource.getAsJsonObject().getAsJsonArray("scopeSpans")) {
          scope
              .getAsJsonObject()
              .getAsJsonArray("spans")
              .forEach(span -> spans.add(of(span.getAsJsonObject())));
        }
      }
    }
    return spans;
  }

  /** How long it took. */
  public double millis() {
    return (end - start) / 1e6;
  }

  /** A number that was said of it. */
  public double number(String name) {
    return ((Number) said.get(name)).doubleValue();
  }

  private static Span of(JsonObject json) {
    Map<String, Object> said = new HashMap<>();
    for (JsonElement one : json.getAsJsonArray("attributes")) {
      JsonObject pair = one.getAsJsonObject();
      JsonObject value = pair.getAsJsonObject("value");
      said.put(
          pair.get("key").getAsString(),
          value.has("intValue")
              ? (Object) value.get("intValue").getAsLong()
              : value.has("doubleValue")
                  ? (Object) value.get("doubleValue").getAsDouble()
                  : value.get("stringValue").getAsString());
    }
    return new Span(
        json.get("traceId").getAsString(),
        json.get("name").getAsString(),
        json.get("startTimeUnixNano").getAsLong(),
        json.get("endTimeUnixNano").getAsLong(),
        said);
  }
}
