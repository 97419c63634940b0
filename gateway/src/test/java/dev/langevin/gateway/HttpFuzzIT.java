package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.langevin.v1.Generation;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests made up from the document, most of them a little wrong: each gets an answer that the
 * document describes, and none makes the gateway fail.
 */
class HttpFuzzIT {
  private static final int REQUESTS = 1500;
  private static final long SEED = Long.getLong("langevin.seed", 20261122);
  private static final String LINE = "{\"prompt\":\"a\",\"custom_id\":\"b\"}\n";
  private static final List<String> ODD =
      List.of("", " ", "\u0000", "a\"b", "ü€😀", "../..", "%", "%zz", "-1", "9".repeat(40), "null");

  @TempDir Path directory;
  private final Random random = new Random(SEED);

  @Test
  void anyRequest_isAnsweredAsDescribed() throws Exception {
    try (TestFleet fleet = new TestFleet(directory)) {
      Gateway gateway =
          fleet.gateway(Map.of("QUEUE_LIMIT", 100, "WATCHER_LIMIT", 50, "READER_PATIENCE", "20s"));
      Worker worker = new Worker(fleet, generation -> true);
      try (HttpClients http = new HttpClients(gateway)) {
        OpenApi api = new OpenApi(http.get("/openapi.json"));
        Generation done = fleet.succeed(Calls.create(fleet.client(gateway), "", "a").getId());
        List<Map.Entry<String, OpenApi.Operation>> operations =
            api.operations().entrySet().stream()
                .filter(entry -> !entry.getKey().equals("watchGenerations")) // it does not end
                .toList();
        String[] batches = {
          batch(http), batch(http),
        };
        http.send("POST", "/v1/batches/" + batches[0] + ":cancel", null);
        int good = 0;
        for (int i = 0; i < REQUESTS; i++) {
          Map.Entry<String, OpenApi.Operation> entry =
              operations.get(random.nextInt(operations.size()));
          OpenApi.Operation operation = entry.getValue();
          String path = path(operation, done, batches);
          String body = body(operation, api.document());
          String told =
              "seed %d, request %d: %s %s %s".formatted(SEED, i, operation.method(), path, body);
          HttpResponse<String> response =
              http.send(operation.method(), path, body, headers(OpenApi.taken(operation)));
          assertThat(response.statusCode()).as(told + " " + response.body()).isLessThan(500);
          if (!path.contains("//") && response.statusCode() != 404) {
            api.assertDescribed(entry.getKey(), response);
          } else {
            assertThat(HttpClients.json(response).size()).as(told).isPositive();
          }
          good += response.statusCode() < 300 ? 1 : 0;
        }
        assertThat(good).isBetween(REQUESTS / 10, REQUESTS * 9 / 10);
        assertThat(http.get("/v1/generations").statusCode()).isEqualTo(200);
      }
      worker.close();
    }
  }

  private static String batch(HttpClients http) throws Exception {
    return BatchHttpIT.id(
        http.post("/v1/batches", "{\"prompt\":\"a\"}", "Content-Type", "application/jsonl"));
  }

  /**
   * A path of an operation.
   *
   * @param done a generation that has ended
   * @param batches one that has ended, and one that may be deleted
   */
  private String path(OpenApi.Operation operation, Generation done, String[] batches) {
    String name = done.getArtifacts(0).getName();
    String path = operation.path();
    if (random.nextInt(8) > 0) {
      path =
          path.replace("{id}", id(operation, done, batches))
              .replace("{file}", name.substring(name.indexOf('/') + 1))
              .replace("{model}", "storybook");
    }
    while (path.contains("{")) {
      path = path.replaceFirst("\\{\\w+}", encoded(odd()).replace("$", ""));
    }
    StringBuilder query = new StringBuilder();
    for (JsonElement element : operation.json().getAsJsonArray("parameters")) {
      JsonObject parameter = element.getAsJsonObject();
      if (parameter.get("in").getAsString().equals("query") && random.nextInt(4) == 0) {
        String value = random.nextBoolean() ? odd() : Integer.toString(random.nextInt(1100));
        query.append('&').append(parameter.get("name").getAsString()).append('=');
        query.append(encoded(value));
      }
    }
    if (random.nextInt(15) == 0) {
      query.append("&x=").append(encoded(odd()));
    }
    return query.isEmpty() ? path : path + "?" + query.substring(1);
  }

  private static String id(OpenApi.Operation operation, Generation done, String[] batches) {
    if (!operation.path().startsWith("/v1/batches")) {
      return done.getId();
    }
    return batches[operation.method().equals("DELETE") ? 1 : 0];
  }

  private String body(OpenApi.Operation operation, JsonObject document) {
    if (!operation.json().has("requestBody")) {
      return random.nextInt(20) == 0 ? "{}" : null;
    }
    JsonObject media =
        operation
            .json()
            .getAsJsonObject("requestBody")
            .getAsJsonObject("content")
            .getAsJsonObject(OpenApi.taken(operation));
    String text =
        media.has("x-itemSchema")
            ? value(media.getAsJsonObject("x-itemSchema"), document, 0) + "\n" + LINE
            : value(media.getAsJsonObject("schema"), document, 0).toString();
    if (random.nextInt(6) > 0) {
      return text;
    }
    int at = random.nextInt(text.length() + 1);
    return switch (random.nextInt(3)) {
      case 0 -> text.substring(0, at);
      case 1 -> text.substring(0, at) + odd() + text.substring(at);
      default -> text + text;
    };
  }

  /** A value of the schema; now and then one of another kind. */
  private JsonElement value(JsonObject reference, JsonObject document, int depth) {
    JsonObject schema = SchemaCheck.resolve(reference, document);
    if (random.nextInt(60) == 0 || !schema.has("type")) {
      return any();
    }
    if (schema.has("enum")) {
      JsonArray values = schema.getAsJsonArray("enum");
      return values.get(random.nextInt(values.size()));
    }
    JsonElement types = schema.get("type");
    String type =
        types.isJsonArray()
            ? types.getAsJsonArray().get(random.nextInt(5) / 4).getAsString()
            : types.getAsString();
    return switch (type) {
      case "object" -> object(schema, document, depth);
      case "array" -> {
        JsonArray array = new JsonArray();
        for (int i = random.nextInt(3); i > 0; i--) {
          array.add(value(schema.getAsJsonObject("items"), document, depth + 1));
        }
        yield array;
      }
      case "integer" -> new JsonPrimitive(random.nextInt(random.nextInt(6) == 0 ? 100_000 : 16));
      case "number" -> new JsonPrimitive(1 + 9 * random.nextDouble());
      case "boolean" -> new JsonPrimitive(random.nextBoolean());
      case "null" -> JsonNull.INSTANCE;
      default -> new JsonPrimitive(text(schema));
    };
  }

  private JsonObject object(JsonObject schema, JsonObject document, int depth) {
    JsonObject object = new JsonObject();
    if (!schema.has("properties")) {
      return object;
    }
    schema
        .getAsJsonObject("properties")
        .asMap()
        .forEach(
            (name, property) -> {
              boolean needed = name.equals("generation") || name.equals("prompt");
              if (needed && random.nextInt(40) > 0 || random.nextInt(12 + 8 * depth) == 0) {
                object.add(name, value(property.getAsJsonObject(), document, depth + 1));
              }
            });
    if (random.nextInt(60) == 0) {
      object.add(odd(), any());
    }
    return object;
  }

  private String text(JsonObject schema) {
    if (schema.has("pattern")) {
      return random.nextInt(100) + "s";
    }
    return random.nextInt(8) == 0 ? odd() : "storybook";
  }

  private JsonElement any() {
    return switch (random.nextInt(5)) {
      case 0 -> JsonNull.INSTANCE;
      case 1 -> new JsonArray();
      case 2 -> new JsonObject();
      case 3 -> new JsonPrimitive(odd());
      default -> new JsonPrimitive(random.nextGaussian() * 1e9);
    };
  }

  private String[] headers(String type) {
    String[] odd = headers();
    return odd.length > 0 && odd[0].equals("Content-Type")
        ? odd
        : Stream.concat(Stream.of("Content-Type", type), Stream.of(odd)).toArray(String[]::new);
  }

  private String[] headers() {
    return switch (random.nextInt(10)) {
      case 0 -> new String[] {"Prefer", "wait=" + random.nextInt(3)};
      case 1 -> new String[] {"Prefer", "wait=soon"};
      case 2 -> new String[] {"Idempotency-Key", "key" + random.nextInt(3)};
      case 3 -> new String[] {"Content-Type", "text/plain"};
      case 4 -> new String[] {"Range", "bytes=" + random.nextInt(6000) + "-"};
      case 5 -> new String[] {"Last-Event-ID", random.nextBoolean() ? "end" : "7"};
      default -> new String[0];
    };
  }

  private String odd() {
    return ODD.get(random.nextInt(ODD.size()));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
