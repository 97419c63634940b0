package dev.langevin.runtime.trace;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.Collection;

/**
 * Spans as the OpenTelemetry Protocol has them in JSON: a {@code TracesData} message, in which ids
 * are hexadecimal and 64-bit numbers are texts.
 */
final class SpanJson {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private SpanJson() {}

  /** The message, on one line; of 1 span or more, of one process. */
  static String of(Collection<SpanData> spans) {
    return GSON.toJson(message(spans));
  }

  private static JsonObject message(Collection<SpanData> spans) {
    SpanData any = spans.iterator().next();
    JsonObject resource = new JsonObject();
    resource.add("attributes", attributes(any.getResource().getAttributes()));
    JsonObject scope = new JsonObject();
    scope.addProperty("name", any.getInstrumentationScopeInfo().getName());
    JsonArray all = new JsonArray();
    spans.forEach(span -> all.add(span(span)));
    JsonObject scoped = new JsonObject();
    scoped.add("scope", scope);
    scoped.add("spans", all);
    JsonObject ofResource = new JsonObject();
    ofResource.add("resource", resource);
    ofResource.add("scopeSpans", array(scoped));
    JsonObject message = new JsonObject();
    message.add("resourceSpans", array(ofResource));
    return message;
  }

  private static JsonObject span(SpanData span) {
    JsonObject json = new JsonObject();
    json.addProperty("traceId", span.getTraceId());
    json.addProperty("spanId", span.getSpanId());
    if (span.getParentSpanContext().isValid()) {
      json.addProperty("parentSpanId", span.getParentSpanId());
    }
    json.addProperty("name", span.getName());
    json.addProperty("kind", span.getKind().ordinal() + 1); // the protocol has UNSPECIFIED before
    json.addProperty("startTimeUnixNano", Long.toString(span.getStartEpochNanos()));
    json.addProperty("endTimeUnixNano", Long.toString(span.getEndEpochNanos()));
    json.add("attributes", attributes(span.getAttributes()));
    StatusData status = span.getStatus();
    JsonObject told = new JsonObject();
    told.addProperty(
        "code",
        switch (status.getStatusCode()) {
          case UNSET -> 0;
          case OK -> 1;
          case ERROR -> 2;
        });
    told.addProperty("message", status.getDescription());
    json.add("status", told);
    return json;
  }

  private static JsonArray attributes(Attributes attributes) {
    JsonArray array = new JsonArray();
    attributes.forEach(
        (key, value) -> {
          JsonObject told = new JsonObject();
          switch (value) {
            case Long number -> told.addProperty("intValue", Long.toString(number));
            case Double number -> told.addProperty("doubleValue", number);
            case Boolean flag -> told.addProperty("boolValue", flag);
            default -> told.addProperty("stringValue", value.toString());
          }
          JsonObject pair = new JsonObject();
          pair.addProperty("key", key.getKey());
          pair.add("value", told);
          array.add(pair);
        });
    return array;
  }

  private static JsonArray array(JsonObject one) {
    JsonArray array = new JsonArray();
    array.add(one);
    return array;
  }
}
