package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonParser;
import dev.langevin.gateway.generated.ArtifactsApi;
import dev.langevin.gateway.generated.BatchesApi;
import dev.langevin.gateway.generated.DiffusionApi;
import dev.langevin.gateway.generated.DocumentApi;
import dev.langevin.gateway.generated.GenerationsApi;
import dev.langevin.gateway.generated.ModelsApi;
import dev.langevin.gateway.generated.OpenaiApi;
import dev.langevin.gateway.generated.SystemApi;
import dev.langevin.gateway.generated.WebhooksApi;
import dev.langevin.gateway.generated.http.ApiClient;
import dev.langevin.gateway.generated.http.ApiException;
import dev.langevin.gateway.generated.model.Batch;
import dev.langevin.gateway.generated.model.BatchState;
import dev.langevin.gateway.generated.model.CreateBatchResponse;
import dev.langevin.gateway.generated.model.CreateGenerationRequest;
import dev.langevin.gateway.generated.model.ForwardRequest;
import dev.langevin.gateway.generated.model.Generation;
import dev.langevin.gateway.generated.model.GenerationRequest;
import dev.langevin.gateway.generated.model.GenerationState;
import dev.langevin.gateway.generated.model.ImagesRequest;
import dev.langevin.gateway.generated.model.ImagesRequest.ResponseFormatEnum;
import dev.langevin.gateway.generated.model.Replica;
import dev.langevin.gateway.generated.model.ReplicaKind;
import dev.langevin.gateway.generated.model.ScheduleRequest;
import dev.langevin.gateway.generated.model.ScheduleResponse;
import dev.langevin.gateway.generated.model.Status;
import dev.langevin.gateway.generated.model.SystemStatus;
import dev.langevin.gateway.generated.model.Webhook;
import dev.langevin.gateway.generated.model.WebhookDelivery;
import dev.langevin.gateway.generated.model.WebhookDeliveryState;
import dev.langevin.gateway.generated.model.WebhookEvent;
import java.io.File;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that openapi-generator makes of docs/openapi.json, used as its users would. */
class GeneratedClientIT {
  private static final String WAITING = "to wait";
  private static final long LARGEST_SEED = 4_294_967_295L;

  private static final ApiClient CLIENT = new ApiClient();
  private static final Set<String> CALLED = ConcurrentHashMap.newKeySet();

  @TempDir static Path directory;
  private static TestFleet fleet;
  private static Gateway gateway;
  private static Worker worker;
  private static GenerationsApi generations;
  private static ArtifactsApi artifacts;
  private static WebhooksApi webhooks;
  private static ModelsApi models;
  private static OpenaiApi openai;
  private static BatchesApi batches;
  private static DiffusionApi diffusion;
  private static SystemApi system;

  @BeforeAll
  static void start() throws Exception {
    fleet = new TestFleet(directory);
    gateway =
        fleet.gateway(
            Map.of(
                "WEBHOOK_SECRET", "whsec_" + "a2V5".repeat(8), "WEBHOOK_PRIVATE_ADDRESSES", true));
    worker = new Worker(fleet, g -> !g.getRequest().getPrompt().equals(WAITING));
    CLIENT.updateBaseUri("http://127.0.0.1:" + gateway.port());
    CLIENT.setRequestInterceptor(request -> CALLED.add(route(request)));
    generations = new GenerationsApi(CLIENT);
    artifacts = new ArtifactsApi(CLIENT);
    webhooks = new WebhooksApi(CLIENT);
    models = new ModelsApi(CLIENT);
    openai = new OpenaiApi(CLIENT);
    batches = new BatchesApi(CLIENT);
    diffusion = new DiffusionApi(CLIENT);
    system = new SystemApi(CLIENT);
  }

  @AfterAll
  static void stop() {
    worker.close();
    fleet.close();
  }

  @Test
  void picture_isMadeAndRead() throws Exception {
    CreateGenerationRequest request = request("a boat");
    request.getGeneration().seed(LARGEST_SEED).steps(3L).labels(Map.of("series", "sea"));

    Generation made = generations.createGeneration(request, "once", "wait=20").getGeneration();

    assertThat(made.getState()).isEqualTo(GenerationState.STATE_SUCCEEDED);
    assertThat(made.getRequest().getSeed()).isEqualTo(LARGEST_SEED);
    assertThat(made.getCreateTime()).isBefore(made.getEndTime());
    assertThat(generations.createGeneration(request, "once", null).getGeneration()).isEqualTo(made);
    assertThat(generations.getGeneration(made.getId()).getGeneration()).isEqualTo(made);
    String[] name = made.getArtifacts().getFirst().getName().split("/");
    File picture = artifacts.getArtifact(name[0], name[1], null, null, null, null);
    assertThat(Files.readAllBytes(picture.toPath())).isEqualTo(TestFleet.PICTURE.toByteArray());
    Files.delete(picture.toPath());
    assertThat(generations.watchGenerationWithHttpInfo(made.getId(), null).getStatusCode())
        .isEqualTo(200);
  }

  @Test
  void job_isListedCancelledRetriedAndDeleted() throws Exception {
    String id = create(WAITING).getId();
    assertThat(
            generations
                .listGenerations(
                    1000,
                    null,
                    List.of(GenerationState.STATE_QUEUED),
                    null,
                    "WAIT to",
                    List.of("storybook"),
                    List.of("DPM++ 2M"),
                    OffsetDateTime.now().minusHours(1),
                    OffsetDateTime.now().plusHours(1))
                .getGenerations())
        .extracting(Generation::getId)
        .contains(id);

    assertThat(generations.cancelGeneration(id).getGeneration().getState())
        .isEqualTo(GenerationState.STATE_CANCELLED);
    Generation again = generations.retryGeneration(id, null, null).getGeneration();
    assertThat(again.getOrigin()).isEqualTo(id);
    generations.cancelGeneration(again.getId());
    assertThat(generations.deleteGeneration(id).getGeneration().getDeleteTime()).isNotNull();
    assertRefused(404, "GENERATION_DELETED", () -> generations.getGeneration(id));
  }

  @Test
  void refusals_areReadAsStatus() throws Exception {
    CreateGenerationRequest request = request("a boat");
    request.getGeneration().steps(1001L);

    Status status =
        assertRefused(
            400, "INVALID_REQUEST", () -> generations.createGeneration(request, null, null));

    assertThat(status.getMessage()).contains("steps: 1001");
  }

  @Test
  void webhooks_areListedAndSentAgain() throws Exception {
    CreateGenerationRequest request =
        request("a boat")
            .webhook(
                new Webhook()
                    .url("http://127.0.0.1:1/")
                    .events(List.of(WebhookEvent.EVENT_SUCCEEDED)));
    String id = generations.createGeneration(request, null, "wait=20").getGeneration().getId();
    Calls.await(() -> !deliveries(id).isEmpty());

    WebhookDelivery delivery =
        webhooks.redeliverWebhook(deliveries(id).getFirst().getId()).getDelivery();

    assertThat(delivery.getState()).isEqualTo(WebhookDeliveryState.STATE_PENDING);
    assertThat(delivery.getGenerationId()).isEqualTo(id);
  }

  @Test
  void batch_isSentFollowedAndFetched() throws Exception {
    CreateBatchResponse made =
        batches.createBatch(
            "{\"prompt\":\"a boat\"}\n{\"steps\":0}\n",
            UUID.randomUUID().toString(),
            null,
            List.of("series=sea", "who=me"),
            true,
            "http://127.0.0.1:1/",
            List.of(WebhookEvent.EVENT_COMPLETED));
    String id = made.getBatch().getId();
    assertThat(made.getBatch().getLabels()).containsEntry("who", "me").hasSize(2);
    assertThat(made.getBadLines().getFirst().getLines()).containsExactly(2L);
    assertThat(batches.pauseBatch(id).getBatch().getState()).isEqualTo(BatchState.STATE_PAUSED);
    assertThat(batches.resumeBatch(id).getBatch().getState()).isEqualTo(BatchState.STATE_RUNNING);
    assertThat(batches.getBatch(id).getBatch().getLines()).isEqualTo(2);
    assertThat(batches.cancelBatch(id).getBatch().getCancelled()).isEqualTo(1);
    assertThat(batches.listBatches(10, null, List.of(BatchState.STATE_CANCELLED)).getBatches())
        .extracting(Batch::getId)
        .contains(id);

    File results = batches.listBatchResults(id, 1L, true);

    assertThat(Files.readAllLines(results.toPath()))
        .singleElement()
        .asString()
        .contains("LINE_SKIPPED");
    File archive = batches.downloadBatch(id);
    assertThat(Files.readAllBytes(archive.toPath())).startsWith('P', 'K');
    Files.delete(results.toPath());
    Files.delete(archive.toPath());
    assertThat(batches.watchBatchWithHttpInfo(id, null).getStatusCode()).isEqualTo(200);
    assertThat(batches.deleteBatch(id).getBatch().getDeleteTime()).isNotNull();
    Status status =
        assertRefused(
            400,
            "INVALID_LINES",
            () -> batches.createBatch("[]\n7\n[]\n", null, null, null, null, null, null));
    assertThat(status.getDetails().get(1).getLines()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void openai_imagesAndModels() throws Exception {
    String base64 =
        openai
            .createImage(
                new ImagesRequest()
                    .prompt("a boat")
                    .n(1)
                    .seed(LARGEST_SEED)
                    .responseFormat(ResponseFormatEnum.B64_JSON),
                null)
            .getData()
            .getFirst()
            .getB64Json();
    assertThat(base64).startsWith("iVBORw0KGgo".substring(0, 4));
    assertThat(openai.getModel("storybook").getId()).isEqualTo("storybook");
    assertThat(models.listModels(null).getModels()).hasSize(1);
    assertThat(models.listModels(null).getData()).hasSameSizeAs(models.listModels(false).getData());
  }

  @Test
  void diffusion_scheduleAndForward_areRead() throws Exception {
    ScheduleResponse schedule =
        diffusion.schedule(new ScheduleRequest().sampler("euler_karras").steps(7L));
    assertThat(schedule.getEvaluations()).hasSize(7);
    assertThat(schedule.getTraining().getLevels()).hasSize(1000);
    String name =
        generations
            .createGeneration(request("a boat"), null, "wait=20")
            .getGeneration()
            .getArtifacts()
            .getFirst()
            .getName();

    File frames =
        diffusion.forward(new ForwardRequest().artifact(name).timesteps(List.of(0L, 999L)));

    assertThat(Files.readAllLines(frames.toPath())).hasSize(2);
    Files.delete(frames.toPath());
  }

  @Test
  void system_isDescribed() throws Exception {
    SystemStatus status = system.getSystem(OffsetDateTime.now().minusMinutes(1)).getSystem();
    assertThat(status.getReplicas())
        .extracting(Replica::getKind)
        .contains(ReplicaKind.KIND_GATEWAY);
    assertThat(status.getQueues()).hasSize(2);
  }

  /** It would go on for ever. */
  @Test
  void all_areFollowed() throws Exception {
    int before = gateway.watchers();
    Thread page = Thread.startVirtualThread(() -> followAll());
    Calls.await(() -> gateway.watchers() == before + 1);
    page.interrupt();
    page.join();
    Calls.await(() -> gateway.watchers() == before);
    assertThat(CALLED).contains("GET /v1/generations:watch");
  }

  private static void followAll() {
    assertThatThrownBy(() -> generations.watchGenerations(List.of("a", "b")))
        .isInstanceOf(ApiException.class);
  }

  /** Fails when the document gets an operation that nobody calls here. */
  @Test
  void everyOperation_hasACall() throws Exception {
    picture_isMadeAndRead();
    job_isListedCancelledRetriedAndDeleted();
    webhooks_areListedAndSentAgain();
    openai_imagesAndModels();
    diffusion_scheduleAndForward_areRead();
    batch_isSentFollowedAndFetched();
    system_isDescribed();
    all_areFollowed();
    assertThat(new DocumentApi(CLIENT).getDocument().toString()).contains("3.1.0");
    try (HttpClients http = new HttpClients(gateway)) {
      for (OpenApi.Operation each : new OpenApi(http.get("/openapi.json")).operations().values()) {
        String pattern = each.method() + " " + each.path().replaceAll("\\{\\w+}", "[^/:]+");
        assertThat(CALLED).as(pattern).anyMatch(route -> route.matches(pattern));
      }
    }
  }

  private interface ApiCall {
    void run() throws ApiException;
  }

  private static Status assertRefused(int code, String reason, ApiCall call) throws Exception {
    ApiException failure = catchThrowableOfType(ApiException.class, call::run);
    assertThat(failure.getCode()).as(failure.getResponseBody()).isEqualTo(code);
    String status = JsonParser.parseString(failure.getResponseBody()).toString();
    Status read = CLIENT.getObjectMapper().readValue(status, Status.class);
    assertThat(read.getDetails().getFirst().getReason()).isEqualTo(reason);
    return read;
  }

  private static List<WebhookDelivery> deliveries(String id) {
    try {
      return webhooks.listWebhookDeliveries(10, null, id, null, null).getDeliveries();
    } catch (ApiException e) {
      throw new AssertionError(e);
    }
  }

  private static Generation create(String prompt) throws ApiException {
    return generations.createGeneration(request(prompt), null, null).getGeneration();
  }

  private static CreateGenerationRequest request(String prompt) {
    return new CreateGenerationRequest().generation(new GenerationRequest().prompt(prompt));
  }

  private static String route(HttpRequest.Builder request) {
    HttpRequest built = request.build();
    return built.method() + " " + built.uri().getPath();
  }
}
