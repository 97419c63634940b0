package dev.langevin.runtime.trace;

import com.google.gson.stream.JsonWriter;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;

/**
 * Spans as the OpenTelemetry Protocol has them in JSON: a {@code TracesData} message, in which ids
 * are hexadecimal and 64-bit numbers are texts. It is written as it goes: there are thousands of
 * spans a second, and what they cost is taken from jobs.
 */
final class SpanJson {
  private SpanJson() {}

  /**
   * Writes the message, on one line without its end, in UTF-8.
   *
   * @param spans 1 or more, of one process
   * @param to is left open
   */
  static void write(Collection<SpanData> spans, OutputStream to) throws IOException {
    SpanData any = spans.iterator().next();
    // Not closed, which would close the stream, too.
    BufferedWriter text = new BufferedWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8));
    JsonWriter json = new JsonWriter(text);
    json.beginObject().name("resourceSpans").beginArray().beginObject();
    json.name("resource").beginObject();
    attributes(json, any.getResource().getAttributes());
    json.endObject();
    json.name("scopeSpans").beginArray().beginObject();
    json.name("scope").beginObject();
    json.name("name").value(any.getInstrumentationScopeInfo().getName()).endObject();
    json.name("spans").beginArray();
    for (SpanData span : spans) {
      span(json, span);
    }
    json.endArray().endObject().endArray().endObject().endArray().endObject();
    json.flush();
  }

  private static void span(JsonWriter json, SpanData span) throws IOException {
    json.beginObject();
    json.name("traceId").value(span.getTraceId());
    json.name("spanId").value(span.getSpanId());
    if (span.getParentSpanContext().isValid()) {
      json.name("parentSpanId").value(span.getParentSpanId());
    }
    json.name("name").value(span.getName());
    json.name("kind").value(span.getKind().ordinal() + 1); // the protocol has UNSPECIFIED before
    json.name("startTimeUnixNano").value(Long.toString(span.getStartEpochNanos()));
    json.name("endTimeUnixNano").value(Long.toString(span.getEndEpochNanos()));
    attributes(json, span.getAttributes());
    StatusData status = span.getStatus();
    int code =
        switch (status.getStatusCode()) {
          case UNSET -> 0;
          case OK -> 1;
          case ERROR -> 2;
        };
    json.name("status").beginObject();
    json.name("code").value(code);
    json.name("message").value(status.getDescription()).endObject();
    json.endObject();
  }

  private static void attributes(JsonWriter json, Attributes attributes) throws IOException {
    json.name("attributes").beginArray();
    for (Map.Entry<?, Object> one : attributes.asMap().entrySet()) {
      json.beginObject().name("key").value(one.getKey().toString());
      json.name("value").beginObject();
      value(json, one.getValue());
      json.endObject().endObject();
    }
    json.endArray();
  }

  private static void value(JsonWriter json, Object value) throws IOException {
    switch (value) {
      case Long number -> json.name("intValue").value(Long.toString(number));
      case Double number when Double.isFinite(number) -> json.name("doubleValue").value(number);
      // As protobuf's JSON has NaN and infinities, for which JSON has no numbers.
      case Double odd -> json.name("doubleValue").value(odd.toString());
      case Boolean flag -> json.name("boolValue").value(flag);
      default -> json.name("stringValue").value(value.toString());
    }
  }
}
