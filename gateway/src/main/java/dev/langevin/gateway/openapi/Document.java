package dev.langevin.gateway.openapi;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Descriptors.Descriptor;
import dev.langevin.gateway.http.Answer;
import dev.langevin.gateway.http.Content;
import dev.langevin.gateway.http.Operation;
import dev.langevin.gateway.http.Parameter;
import dev.langevin.gateway.http.Reply;
import dev.langevin.gateway.http.Route;
import dev.langevin.proto.Comments;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** An OpenAPI 3.1 document of a table of routes. */
final class Document {
  private static final List<String> SERVICES =
      List.of(
          "langevin.v1.GenerationService.",
          "langevin.v1.BatchService.",
          "langevin.v1.DiffusionService.",
          "langevin.v1.SystemService.");
  private static final String FILE = "{\"type\":\"string\",\"format\":\"binary\"}";

  /** What stands on each line, as OpenAPI 3.2 says it, under a name that 3.1 allows. */
  private static final String LINES = "x-itemSchema";

  private final Comments comments = Comments.read();
  private final Schemas schemas = new Schemas(comments);

  /** Schemas of what is no message of the contracts. */
  private final JsonObject others = others();

  private Document() {}

  /** The document, as JSON. */
  static String of(List<Route> routes) {
    return new Document().whole(routes).toString();
  }

  private JsonObject whole(List<Route> routes) {
    routes.stream()
        .map(route -> Schemas.message(route.operation().content().schema()))
        .filter(message -> message != null)
        .forEach(schemas::sent);
    JsonObject paths = new JsonObject();
    for (Route route : routes) {
      if (!paths.has(route.path())) {
        paths.add(route.path(), new JsonObject());
      }
      paths
          .getAsJsonObject(route.path())
          .add(route.method().toLowerCase(Locale.ROOT), operation(route.operation()));
    }
    schema("ListModelsResponse");
    schema("GenerationProgress");
    JsonObject info = new JsonObject();
    info.addProperty("title", "Langevin");
    info.addProperty("version", "1");
    info.addProperty("summary", "Makes pictures from text, as durable jobs.");
    JsonObject components = new JsonObject();
    JsonObject all = others.deepCopy();
    schemas.all().forEach(all::add);
    components.add("schemas", all);
    JsonObject document = new JsonObject();
    document.addProperty("openapi", "3.1.0");
    document.add("info", info);
    document.add("paths", paths);
    document.add("components", components);
    return document;
  }

  private JsonObject operation(Operation operation) {
    JsonObject json = new JsonObject();
    json.addProperty("operationId", operation.id());
    JsonArray tags = new JsonArray();
    tags.add(operation.tag());
    json.add("tags", tags);
    String call = call(operation.id());
    json.addProperty(
        "summary",
        operation.summary().isEmpty() ? call.split("(?<=\\.) ")[0] : operation.summary());
    json.addProperty("description", call.isEmpty() ? operation.summary() : call);
    JsonArray parameters = new JsonArray();
    operation.parameters().forEach(parameter -> parameters.add(parameter(parameter)));
    json.add("parameters", parameters);
    Content taken = operation.content();
    if (!taken.types().isEmpty()) {
      JsonObject body = new JsonObject();
      body.addProperty("required", true);
      JsonObject types = new JsonObject();
      taken.types().forEach(type -> types.add(type, taken(taken)));
      body.add("content", types);
      json.add("requestBody", body);
    }
    json.add("responses", responses(operation));
    return json;
  }

  /** What the contracts say of an operation; empty if it is none of theirs. */
  private String call(String id) {
    String name = id.substring(0, 1).toUpperCase(Locale.ROOT) + id.substring(1);
    return SERVICES.stream()
        .map(service -> comments.of(service + name))
        .filter(comment -> !comment.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static JsonObject parameter(Parameter parameter) {
    JsonObject json = new JsonObject();
    json.addProperty("name", parameter.name());
    json.addProperty("in", parameter.place().name().toLowerCase(Locale.ROOT));
    json.addProperty("required", parameter.place() == Parameter.Place.PATH);
    json.addProperty("description", parameter.description());
    json.add("schema", JsonParser.parseString(parameter.schema()));
    return json;
  }

  private JsonObject responses(Operation operation) {
    JsonObject responses = new JsonObject();
    for (Answer answer : operation.answers()) {
      String status = Integer.toString(answer.status());
      if (!responses.has(status)) {
        JsonObject response = new JsonObject();
        String described = answer.description();
        response.addProperty("description", described.isEmpty() ? "Done." : described);
        responses.add(status, response);
      }
      if (!answer.type().isEmpty()) {
        JsonObject response = responses.getAsJsonObject(status);
        JsonObject content = content(answer.type(), answer.schema());
        if (response.has("content")) {
          response.getAsJsonObject("content").add(answer.type(), content.get(answer.type()));
        } else {
          response.add("content", content);
        }
      }
    }
    JsonObject error = new JsonObject();
    error.addProperty("description", "Why it is refused, or failed.");
    error.add("content", content(Reply.JSON, operation.errorSchema()));
    responses.add("default", error);
    return responses;
  }

  private JsonObject content(String type, String schema) {
    JsonObject media = new JsonObject();
    if (type.equals(Reply.JSON_LINES)) {
      media.add("schema", JsonParser.parseString(FILE));
      media.add(LINES, schema(schema));
    } else if (!schema.isEmpty()) {
      media.add("schema", schema(schema));
    } else if (!type.startsWith("text/")) {
      media.add("schema", JsonParser.parseString(FILE)); // or generated clients don't read it
    }
    JsonObject content = new JsonObject();
    content.add(type, media);
    return content;
  }

  private JsonObject taken(Content content) {
    JsonObject media = new JsonObject();
    if (content.streamed()) {
      media.add("schema", JsonParser.parseString(Parameter.TEXT));
      media.add(LINES, schema(content.schema()));
    } else {
      media.add("schema", schema(content.schema()));
    }
    return media;
  }

  private JsonObject schema(String name) {
    if (name.equals(Schemas.LINE)) {
      schemas.addLine();
      return Schemas.reference(name);
    }
    Descriptor message = Schemas.message(name);
    if (message != null) {
      schemas.add(message);
    } else if (!others.has(name)) {
      throw new IllegalArgumentException("there is no schema " + name);
    }
    return Schemas.reference(name);
  }

  private static JsonObject others() {
    try (InputStream in = Document.class.getResourceAsStream("schemas.json")) {
      return JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .getAsJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
