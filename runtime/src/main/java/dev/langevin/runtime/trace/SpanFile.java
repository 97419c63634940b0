package dev.langevin.runtime.trace;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends spans to a file, as the OpenTelemetry Protocol's file exporters do: each line is a {@code
 * TracesData} message in the protocol's JSON form, in which ids are hexadecimal and 64-bit numbers
 * are texts. Several processes may write to one file.
 */
final class SpanFile implements SpanExporter {
  private static final Logger LOG = LoggerFactory.getLogger(SpanFile.class);
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private final Path file;
  private final FileChannel channel;

  private SpanFile(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static SpanFile open(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    return new SpanFile(
        file, FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    if (spans.isEmpty()) {
      return CompletableResultCode.ofSuccess();
    }
    try {
      String line = GSON.toJson(message(spans)) + "\n";
      ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      return CompletableResultCode.ofSuccess();
    } catch (IOException e) {
      LOG.warn("{}: {} spans are lost: {}", file, spans.size(), e.getMessage());
      return CompletableResultCode.ofFailure();
    }
  }

  @Override
  public CompletableResultCode flush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    try {
      channel.close();
      return CompletableResultCode.ofSuccess();
    } catch (IOException e) {
      LOG.warn("{}: {}", file, e.getMessage());
      return CompletableResultCode.ofFailure();
    }
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
