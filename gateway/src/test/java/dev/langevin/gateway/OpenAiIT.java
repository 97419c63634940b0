package dev.langevin.gateway;

import static dev.langevin.gateway.HttpClients.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.util.JsonFormat;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.ListModelsRequest;
import dev.langevin.v1.ListModelsResponse;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OpenAI's API, with an orchestrator that ends every job at once. */
class OpenAiIT {
  private static final String IMAGES = "/v1/images/generations";
  @TempDir static Path directory;
  private static TestFleet fleet;
  private static Gateway gateway;
  private static HttpClients http;
  private static Worker worker;

  @BeforeAll
  static void start() throws Exception {
    fleet = new TestFleet(directory);
    gateway = fleet.gateway(sizes("nearest"));
    http = new HttpClients(gateway);
    worker = new Worker(fleet, g -> !g.getRequest().getPrompt().startsWith("to be left"));
  }

  @AfterAll
  static void stop() {
    worker.close();
    http.close();
    fleet.close();
  }

  private static Map<String, ?> sizes(String sizes) {
    return Map.of(
        "MODEL_ALIASES",
        "dall-e-3=storybook,gpt-image-1=storybook@1,gone=nobody",
        "OPENAI_SIZES",
        sizes);
  }

  @Test
  void images_url_canBeFetched() throws Exception {
    HttpResponse<String> response =
        http.post(
            IMAGES,
            """
              {"model":"dall-e-3","prompt":"a boat","n":1,"size":"64x64","seed":4294967295,
               "steps":5,"guidance_scale":2.5,"negative_prompt":"fog","sampler":"ddim",
               "quality":"hd","style":null}
              """);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    JsonObject answer = json(response);
    JsonObject picture = answer.getAsJsonArray("data").get(0).getAsJsonObject();
    assertThat(picture.has("b64_json")).isFalse();
    String url = picture.get("url").getAsString();
    assertThat(url).startsWith(http.base() + "/v1/artifacts/");
    assertThat(http.get(url.substring(http.base().length())).statusCode()).isEqualTo(200);
    Generation job = Calls.get(fleet.client(gateway), answer.get("generation").getAsString());
    assertThat(job.getRequest().getModel()).isEqualTo("storybook@1");
    assertThat(job.getRequest().getSeed()).isEqualTo(-1);
    assertThat(job.getRequest().getSteps()).isEqualTo(5);
    assertThat(job.getRequest().getGuidanceScale()).isEqualTo(2.5);
    assertThat(job.getRequest().getNegativePrompt()).isEqualTo("fog");
    assertThat(job.getRequest().getSampler()).isEqualTo("ddim");
    assertThat(answer.get("created").getAsLong()).isEqualTo(job.getCreateTime().getSeconds());
    assertThat(answer.get("warnings").toString()).contains("quality").doesNotContain("SIZE");
  }

  @Test
  void images_base64_areTheBytes() throws Exception {
    for (String body :
        List.of(
            "{\"prompt\":\"a boat\",\"response_format\":\"b64_json\"}",
            "{\"prompt\":\"a boat\",\"model\":\"gpt-image-1\"}")) {
      JsonObject picture =
          json(http.post(IMAGES, body)).getAsJsonArray("data").get(0).getAsJsonObject();
      assertThat(picture.has("url")).isFalse();
      assertThat(Base64.getDecoder().decode(picture.get("b64_json").getAsString()))
          .isEqualTo(TestFleet.PICTURE.toByteArray());
    }
  }

  @Test
  void images_sizeThatTheModelCannot_isTheNearestWithAWarning() throws Exception {
    JsonObject answer = json(http.post(IMAGES, "{\"prompt\":\"a\",\"size\":\"1024x1024\"}"));
    assertThat(answer.get("size").getAsString()).isEqualTo("128x128");
    assertThat(answer.get("warnings").toString())
        .contains("SIZE_CHANGED", "1024x1024 can't be made by storybook; 128x128 is the nearest");
  }

  @Test
  void images_sizeThatTheModelCannot_isRefusedIfSet() throws Exception {
    try (HttpClients strict = new HttpClients(fleet.gateway(sizes("refuse")))) {
      HttpResponse<String> response =
          strict.post(IMAGES, "{\"prompt\":\"a\",\"size\":\"1024x1024\"}");
      assertThat(response.statusCode()).isEqualTo(400);
      assertError(response, "invalid_request_error", "size", "invalid_value");
    }
  }

  @Test
  void images_stream_endsWithThePicture() throws Exception {
    HttpResponse<Stream<String>> response =
        http.lines("POST", IMAGES, "{\"prompt\":\"a\",\"stream\":true,\"partial_images\":2}");
    assertThat(response.headers().firstValue("content-type")).hasValue("text/event-stream");
    List<String> lines = response.body().toList();
    assertThat(lines).contains("event: image_generation.completed");
    String data =
        lines.stream().filter(line -> line.startsWith("data: ")).reduce((a, b) -> b).get();
    JsonObject event = JsonParser.parseString(data.substring(6)).getAsJsonObject();
    assertThat(event.get("type").getAsString()).isEqualTo("image_generation.completed");
    assertThat(Base64.getDecoder().decode(event.get("b64_json").getAsString()))
        .isEqualTo(TestFleet.PICTURE.toByteArray());
    assertThat(event.keySet())
        .contains("created_at", "size", "quality", "background", "output_format", "usage");
  }

  @Test
  void images_stream_bringsAsManyPreviewsAsAskedFor() throws Exception {
    Thread orchestrator = Thread.startVirtualThread(() -> preview(1));
    HttpResponse<Stream<String>> response =
        http.lines(
            "POST",
            IMAGES,
            "{\"prompt\":\"to be left alone\",\"stream\":true,\"partial_images\":2}");
    Iterator<String> lines = response.body().iterator();
    assertThat(data(lines)).contains("\"partial_image_index\":0", "image_generation.partial");
    orchestrator.join();
    preview(2);
    assertThat(data(lines)).contains("\"partial_image_index\":1");
    preview(3);
    Generation job = left();
    assertThat(job.getRequest().getPreviews().getSteps()).isEqualTo(3);
    fleet.end(fleet.log.get(job.getId()).orElseThrow());
    assertThat(data(lines)).contains("image_generation.completed");
    assertThat(lines.next()).isEmpty();
    assertThat(lines.hasNext()).isFalse();
  }

  @Test
  void images_clientThatHangsUp_cancelsTheJob() throws Exception {
    Thread asking =
        Thread.startVirtualThread(
            () -> {
              try (HttpClients leaving = new HttpClients(gateway)) {
                Thread.startVirtualThread(
                    () -> {
                      try {
                        leaving.post(IMAGES, "{\"prompt\":\"to be left\"}");
                      } catch (Exception e) {
                        return; // as it should
                      }
                    });
                Calls.await(() -> gateway.watchers() > 0);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    asking.join();
    Calls.await(
        () ->
            Calls.list(fleet.client(gateway), 100, "").getGenerationsList().stream()
                .anyMatch(
                    g ->
                        g.getRequest().getPrompt().equals("to be left")
                            && g.getState() == State.STATE_CANCELLED));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{}|prompt|invalid_value",
        "{\"prompt\":\"\"}|prompt|invalid_value",
        "{\"prompt\":1}|prompt|invalid_value",
        "{\"prompt\":\"a\",\"n\":17}|n|invalid_value",
        "{\"prompt\":\"a\",\"n\":0}|n|invalid_value",
        "{\"prompt\":\"a\",\"n\":1.5}|n|invalid_value",
        "{\"prompt\":\"a\",\"size\":\"big\"}|size|invalid_value",
        "{\"prompt\":\"a\",\"size\":\"0x64\"}|size|invalid_value",
        "{\"prompt\":\"a\",\"response_format\":\"gif\"}|response_format|invalid_value",
        "{\"prompt\":\"a\",\"stream\":\"yes\"}|stream|invalid_value",
        "{\"prompt\":\"a\",\"partial_images\":4}|partial_images|invalid_value",
        "{\"prompt\":\"a\",\"guidance_scale\":0}|guidance_scale|invalid_value",
        "{\"prompt\":\"a\",\"sampler\":\"best\"}|sampler|invalid_value",
        "{\"prompt\":\"a\",\"sede\":4}|sede|unknown_parameter",
        "[]|body|invalid_value",
      })
  void images_wrongField_isNamed(String body, String param, String code) throws Exception {
    HttpResponse<String> response = http.post(IMAGES, body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertError(response, "invalid_request_error", param, code);
  }

  @Test
  void unknownModel_isNotFound() throws Exception {
    for (String model : List.of("dall-e-2", "gone")) {
      HttpResponse<String> response =
          http.post(IMAGES, "{\"prompt\":\"a\",\"model\":\"%s\"}".formatted(model));
      assertThat(response.statusCode()).isEqualTo(404);
      assertError(response, "invalid_request_error", "model", "model_not_found");
      assertThat(http.get("/v1/models/" + model).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void models_areListedForBothApis() throws Exception {
    HttpResponse<String> response = http.get("/v1/models");
    JsonObject list = json(response);
    assertThat(list.get("object").getAsString()).isEqualTo("list");
    JsonArray data = list.getAsJsonArray("data");
    assertThat(data.asList().stream().map(OpenAiIT::id))
        .contains("storybook@1", "storybook", "dall-e-3", "gpt-image-1")
        .doesNotContain("gone");
    ListModelsResponse.Builder models = ListModelsResponse.newBuilder();
    JsonFormat.parser().ignoringUnknownFields().merge(response.body(), models);
    assertThat(models.build())
        .isEqualTo(fleet.client(gateway).listModels(ListModelsRequest.getDefaultInstance()));
    assertThat(json(http.get("/v1/models/dall-e-3")).get("root").getAsString())
        .isEqualTo("storybook@1");
  }

  private static String data(Iterator<String> lines) {
    String line = lines.next();
    while (!line.startsWith("data: ")) {
      line = lines.next();
    }
    return line;
  }

  /** The job that waits for the test to work on it. */
  private static Generation left() {
    return Calls.list(fleet.client(gateway), 100, "").getGenerationsList().stream()
        .filter(g -> g.getRequest().getPrompt().equals("to be left alone"))
        .findFirst()
        .orElse(Generation.getDefaultInstance());
  }

  private static void preview(int step) {
    try {
      Calls.await(() -> !left().getId().isEmpty() && gateway.watchers() > 0);
      if (left().getState() == State.STATE_QUEUED) {
        fleet.claim(left().getId());
      }
      fleet.preview(left().getId(), step, 20);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static String id(JsonElement entry) {
    return entry.getAsJsonObject().get("id").getAsString();
  }

  private static void assertError(
      HttpResponse<String> response, String type, String param, String code) {
    JsonObject error = json(response).getAsJsonObject("error");
    assertThat(error.get("type").getAsString()).isEqualTo(type);
    assertThat(error.get("param").getAsString()).isEqualTo(param);
    assertThat(error.get("code").getAsString()).isEqualTo(code);
    assertThat(error.get("message").getAsString()).isNotBlank();
  }
}
