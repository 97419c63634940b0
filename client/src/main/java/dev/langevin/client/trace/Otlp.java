package dev.langevin.client.trace;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads spans in the JSON of the OpenTelemetry protocol, wherever in a message they are: as a line
 * of a file of ours, or as Jaeger and Tempo wrap them.
 */
final class Otlp {
  /**
   * A span with the trace that it belongs to.
   *
   * @param trace its id, as it is written
   * @param generation what it says that it was done for; empty if nothing
   */
  record Span(String trace, String generation, Stretch stretch) {}

  private Otlp() {}

  /** All spans of a message. */
  static List<Span> spans(JsonElement message) {
    List<Span> spans = new ArrayList<>();
    collect(message, spans);
    return spans;
  }

  private static void collect(JsonElement element, List<Span> spans) {
    if (element.isJsonArray()) {
      element.getAsJsonArray().forEach(one -> collect(one, spans));
    } else if (element.isJsonObject()) {
      JsonObject object = element.getAsJsonObject();
      if (object.has("resource")
          && (object.has("scopeSpans") || object.has("instrumentationLibrarySpans"))) {
        ofResource(object, spans);
      } else {
        object.asMap().values().forEach(inner -> collect(inner, spans));
      }
    }
  }

  private static void ofResource(JsonObject object, List<Span> spans) {
    String service =
        attribute(object.getAsJsonObject("resource"), "service.name").orElse("unknown");
    JsonArray scopes =
        object.getAsJsonArray(
            object.has("scopeSpans") ? "scopeSpans" : "instrumentationLibrarySpans");
    for (JsonElement scope : scopes) {
      for (JsonElement span : scope.getAsJsonObject().getAsJsonArray("spans")) {
        spans.add(span(span.getAsJsonObject(), service));
      }
    }
  }

  private static Span span(JsonObject json, String service) {
    List<String> details = new ArrayList<>();
    attribute(json, "langevin.sequence").ifPresent(it -> details.add("no. " + it));
    attribute(json, "langevin.delivery")
        .filter(it -> !it.equals("1"))
        .ifPresent(it -> details.add("delivery " + it));
    attribute(json, "langevin.batch_rows")
        .map(it -> it.replaceFirst("\\.0$", ""))
        .ifPresent(it -> details.add("batch of " + it));
    Stretch stretch =
        new Stretch(
            text(json, "spanId"),
            text(json, "parentSpanId"),
            service,
            text(json, "name"),
            json.get("startTimeUnixNano").getAsLong(),
            json.get("endTimeUnixNano").getAsLong(),
            String.join(", ", details),
            failed(json));
    return new Span(
        text(json, "traceId"), attribute(json, "langevin.generation").orElse(""), stretch);
  }

  /** The status has a number, or a name. */
  private static boolean failed(JsonObject json) {
    if (!json.has("status") || !json.getAsJsonObject("status").has("code")) {
      return false;
    }
    String code = json.getAsJsonObject("status").get("code").getAsString();
    return code.equals("2") || code.equals("STATUS_CODE_ERROR");
  }

  private static Optional<String> attribute(JsonObject of, String name) {
    if (!of.has("attributes")) {
      return Optional.empty();
    }
    for (JsonElement one : of.getAsJsonArray("attributes")) {
      JsonObject pair = one.getAsJsonObject();
      if (pair.get("key").getAsString().equals(name)) {
        return pair.getAsJsonObject("value").asMap().values().stream()
            .findFirst()
            .map(JsonElement::getAsString);
      }
    }
    return Optional.empty();
  }

  private static String text(JsonObject json, String name) {
    return json.has(name) ? json.get(name).getAsString() : "";
  }
}
