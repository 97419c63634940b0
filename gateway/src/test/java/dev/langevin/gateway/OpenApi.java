package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A gateway's document, and whether answers are as it says. */
final class OpenApi {
  /**
   * An operation of the document.
   *
   * @param method in capitals
   * @param path with names in braces
   * @param json what the document says of it
   */
  record Operation(String method, String path, JsonObject json) {}

  private final JsonObject document;
  private final Map<String, Operation> operations = new LinkedHashMap<>();

  OpenApi(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(200);
    document = HttpClients.json(response);
    document
        .getAsJsonObject("paths")
        .asMap()
        .forEach(
            (path, methods) ->
                methods
                    .getAsJsonObject()
                    .asMap()
                    .forEach(
                        (method, json) -> {
                          JsonObject operation = json.getAsJsonObject();
                          Operation before =
                              operations.put(
                                  operation.get("operationId").getAsString(),
                                  new Operation(method.toUpperCase(Locale.ROOT), path, operation));
                          assertThat(before).isNull();
                        }));
  }

  JsonObject document() {
    return document;
  }

  /** By their ids. */
  Map<String, Operation> operations() {
    return operations;
  }

  /** Fails unless the document allows this answer. */
  void assertDescribed(String id, HttpResponse<String> response) {
    String told = "%s: %d %s".formatted(id, response.statusCode(), response.body());
    JsonObject responses = operations.get(id).json().getAsJsonObject("responses");
    String status = Integer.toString(response.statusCode());
    assertThat(responses.has(status) || response.statusCode() >= 400).as(told).isTrue();
    JsonElement content =
        responses.getAsJsonObject(responses.has(status) ? status : "default").get("content");
    if (content == null) {
      assertThat(response.body()).as(told).isEmpty();
      return;
    }
    String type = response.headers().firstValue("content-type").orElse("none");
    assertThat(content.getAsJsonObject().keySet()).as(told).contains(type);
    JsonElement schema = content.getAsJsonObject().getAsJsonObject(type).get("schema");
    if (type.equals("application/json") && schema != null) {
      assertThat(
              SchemaCheck.problems(
                  JsonParser.parseString(response.body()), schema.getAsJsonObject(), document))
          .as(told)
          .isEmpty();
    }
  }
}
