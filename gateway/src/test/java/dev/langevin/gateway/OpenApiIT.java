package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationServiceGrpc.GenerationServiceBlockingStub;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the document and the routes say the same. */
class OpenApiIT {
  private static final Map<String, ?> WEBHOOKS =
      Map.of("WEBHOOK_SECRET", "whsec_" + "a2V5".repeat(8), "WEBHOOK_PRIVATE_ADDRESSES", true);

  @TempDir static Path directory;
  private static TestFleet fleet;
  private static GenerationServiceBlockingStub client;
  private static HttpClients http;
  private static OpenApi api;
  private static Worker worker;

  private interface Call {
    HttpResponse<String> send() throws Exception;
  }

  @BeforeAll
  static void read() throws Exception {
    fleet = new TestFleet(directory);
    Gateway gateway = fleet.gateway(WEBHOOKS);
    client = fleet.client(gateway);
    http = new HttpClients(gateway);
    api = new OpenApi(http.get("/openapi.json"));
    worker = new Worker(fleet, g -> !g.getRequest().getPrompt().equals("to wait"));
  }

  @AfterAll
  static void disconnect() {
    worker.close();
    http.close();
    fleet.close();
  }

  @Test
  void document_isTheOneInDocs() throws Exception {
    Path built = Path.of("target/openapi.json");
    Gson pretty = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    Files.writeString(built, pretty.toJson(api.document()) + "\n");
    assertThat(Path.of("../docs/openapi.json"))
        .as("if this is meant: cp gateway/target/openapi.json docs/openapi.json")
        .hasSameTextualContentAs(built);
  }

  @Test
  void everyOperation_answersAsDescribed() throws Exception {
    String waiting = Calls.create(client, "", "to wait").getId();
    String other = Calls.create(client, "", "to wait").getId();
    Calls.cancel(client, other);
    Generation done = fleet.succeed(Calls.create(client, "", "to wait").getId());
    String job = "/v1/generations/";
    String body = "{\"generation\":{\"prompt\":\"to wait\"}}";
    String noticed =
        RestIT.id(
            http.post(
                "/v1/generations",
                "{\"generation\":{\"prompt\":\"a\"},\"webhook\":{\"url\":\"http://127.0.0.1:1/\"}}"));
    String deliveries = "/v1/webhook-deliveries?generation_id=" + noticed;
    Calls.await(() -> body(deliveries).contains(noticed + ".succeeded"));
    Map<String, Call> calls = new LinkedHashMap<>();
    calls.put("getDocument", () -> http.get("/openapi.json"));
    calls.put("createGeneration", () -> http.post("/v1/generations", body));
    calls.put("listGenerations", () -> http.get("/v1/generations?page_size=10&query=a"));
    calls.put("getGeneration", () -> http.get(job + done.getId()));
    calls.put("watchGeneration", () -> http.get(job + done.getId() + "/events"));
    // It would not end.
    calls.put("watchGenerations", () -> http.send("HEAD", "/v1/generations:watch?ids=a,b", null));
    calls.put("getSystem", () -> http.get("/v1/system"));
    calls.put("cancelGeneration", () -> http.send("POST", job + waiting + ":cancel", null));
    calls.put("retryGeneration", () -> http.send("POST", job + other + ":retry", null));
    calls.put("deleteGeneration", () -> http.send("DELETE", job + other, null));
    calls.put("getArtifact", () -> http.get("/v1/artifacts/" + done.getArtifacts(0).getName()));
    calls.put("listModels", () -> http.get("/v1/models?refresh=false"));
    calls.put("getModel", () -> http.get("/v1/models/storybook"));
    calls.put("createImage", () -> http.post("/v1/images/generations", "{\"prompt\":\"a\"}"));
    calls.put("listWebhookDeliveries", () -> http.get(deliveries));
    calls.put(
        "redeliverWebhook",
        () ->
            http.send("POST", "/v1/webhook-deliveries/" + noticed + ".succeeded:redeliver", null));
    calls.put("schedule", () -> http.post("/v1/schedule", "{\"steps\":4}"));
    calls.put("forward", () -> http.post("/v1/forward", DiffusionIT.forward(done.getArtifacts(0))));
    calls.putAll(batchCalls());
    assertThat(calls.keySet()).containsExactlyInAnyOrderElementsOf(api.operations().keySet());
    for (Map.Entry<String, Call> call : calls.entrySet()) {
      HttpResponse<String> response = call.getValue().send();
      assertThat(response.statusCode()).as(call.getKey() + response.body()).isLessThan(300);
      api.assertDescribed(call.getKey(), response);
    }
  }

  /** One that goes on, and one that has ended. */
  private static Map<String, Call> batchCalls() throws Exception {
    String batches = "/v1/batches";
    String[] jsonl = {"Content-Type", "application/jsonl"};
    String file = "{\"prompt\":\"to wait\",\"custom_id\":\"one\"}\n{\"steps\":0}\n";
    String skip = batches + "?skip_invalid=true&labels=a=b";
    String one = batches + "/" + BatchHttpIT.id(http.post(skip, file, jsonl));
    String other = batches + "/" + BatchHttpIT.id(http.post(skip, file, jsonl));
    http.send("POST", other + ":cancel", null);
    Map<String, Call> calls = new LinkedHashMap<>();
    calls.put("createBatch", () -> http.post(skip, file, jsonl));
    calls.put("listBatches", () -> http.get(batches + "?page_size=10"));
    calls.put("getBatch", () -> http.get(one));
    calls.put("pauseBatch", () -> http.send("POST", one + ":pause", null));
    calls.put("resumeBatch", () -> http.send("POST", one + ":resume", null));
    calls.put("watchBatch", () -> http.get(other + "/events"));
    calls.put("listBatchResults", () -> http.get(other + "/results?follow=true"));
    calls.put("downloadBatch", () -> http.get(other + "/archive"));
    calls.put("cancelBatch", () -> http.send("POST", one + ":cancel", null));
    calls.put("deleteBatch", () -> http.send("DELETE", other, null));
    return calls;
  }

  @Test
  void everyOperation_refusesAsDescribed() throws Exception {
    for (Map.Entry<String, OpenApi.Operation> entry : api.operations().entrySet()) {
      OpenApi.Operation operation = entry.getValue();
      String path = operation.path().replaceAll("\\{\\w+}", "nobody") + "?nothing=1";
      HttpResponse<String> response =
          http.send(
              operation.method(),
              path,
              operation.json().has("requestBody") ? "{}" : null,
              "Content-Type",
              OpenApi.taken(operation));
      assertThat(response.statusCode()).as(entry.getKey()).isEqualTo(400);
      api.assertDescribed(entry.getKey(), response);
    }
  }

  @Test
  void everyField_isDescribedAndEveryReferenceIsThere() {
    JsonObject schemas = api.document().getAsJsonObject("components").getAsJsonObject("schemas");
    assertThat(schemas.keySet()).contains("GenerationRequest", "Generation.State", "Model");
    JsonObject request = schemas.getAsJsonObject("GenerationRequest").getAsJsonObject("properties");
    for (Map.Entry<String, JsonElement> field : request.asMap().entrySet()) {
      assertThat(field.getValue().getAsJsonObject().has("description")).as(field.getKey()).isTrue();
    }
    assertThat(request.getAsJsonObject("steps").get("description").getAsString())
        .contains("1 to 1000");
    references(api.document());
  }

  private static String body(String path) {
    try {
      return http.get(path).body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void references(JsonElement json) {
    if (json.isJsonArray()) {
      json.getAsJsonArray().forEach(OpenApiIT::references);
    } else if (json.isJsonObject()) {
      if (json.getAsJsonObject().has("$ref")) {
        assertThat(SchemaCheck.resolve(json.getAsJsonObject(), api.document())).isNotNull();
      }
      json.getAsJsonObject().asMap().values().forEach(OpenApiIT::references);
    }
  }
}
