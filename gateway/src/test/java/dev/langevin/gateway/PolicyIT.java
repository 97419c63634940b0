package dev.langevin.gateway;

import static dev.langevin.gateway.Calls.assertRefused;
import static dev.langevin.gateway.Calls.await;
import static dev.langevin.gateway.Calls.create;
import static dev.langevin.gateway.Calls.get;
import static dev.langevin.gateway.Calls.retry;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.langevin.gateway.files.WatchedFile;
import dev.langevin.runtime.grpc.Statuses;
import dev.langevin.v1.BatchHeader;
import dev.langevin.v1.CreateBatchResponse;
import dev.langevin.v1.CreateGenerationRequest;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GenerationServiceGrpc.GenerationServiceBlockingStub;
import dev.langevin.v1.ListGenerationsRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * What the operator's rules refuse, and generations that end FILTERED, as every client sees them.
 */
@Timeout(120)
class PolicyIT {
  private static final String RULES =
      """
      {"rules": [
        {"name": "gore", "words": ["gore"], "message": "this is a site for children"},
        {"name": "brands", "pattern": "lo+go", "action": "label"}]}
      """;

  private static final String REFUSAL =
      "prompt: this server's content policy refuses it, by rule gore: this is a site for children";

  private static final String HOLDS =
      "changing.json: rules: it is not a list; what it said before holds";

  @TempDir static Path directory;
  private static TestFleet fleet;
  private static Path file;
  private static GenerationServiceBlockingStub client;
  private static Gateway gateway;
  private static HttpClients http;

  @BeforeAll
  static void start() throws Exception {
    fleet = new TestFleet(directory.resolve("fleet"));
    file = Files.writeString(directory.resolve("policy.json"), RULES);
    gateway = fleet.gateway(Map.of("POLICY", file));
    client = fleet.client(gateway);
    http = new HttpClients(gateway);
  }

  @AfterAll
  static void stop() {
    http.close();
    fleet.close();
  }

  @Test
  void create_refused_saysWhichRuleAndEnqueuesNothing() throws Exception {
    long enqueued = fleet.enqueued();

    assertRefused(
        () -> create(client, "", "much gore"),
        Status.Code.INVALID_ARGUMENT,
        "CONTENT_POLICY_VIOLATION",
        REFUSAL);
    assertThat(fleet.enqueued()).isEqualTo(enqueued);
  }

  @Test
  void create_labelled_carriesTheRulesName() {
    Generation labelled = create(client, "", "a LOOOGO");

    assertThat(labelled.getRequest().getLabelsMap()).containsEntry("langevin-policy", "brands");
    assertThat(create(client, "", "a boat").getRequest().getLabelsMap()).isEmpty();
  }

  @Test
  void create_labelledByItsClient_isRefused() {
    GenerationRequest own =
        GenerationRequest.newBuilder()
            .setPrompt("a boat")
            .putLabels("langevin-policy", "harmless")
            .build();

    assertRefused(
        () ->
            client.createGeneration(
                CreateGenerationRequest.newBuilder().setGeneration(own).build()),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_REQUEST",
        "labels[langevin-policy]: set by the server; leave it out");
  }

  @Test
  void openAi_refused_isItsErrorForRefusedContent() throws Exception {
    HttpResponse<String> response =
        http.post("/v1/images/generations", "{\"prompt\":\"much gore\"}");

    assertThat(response.statusCode()).isEqualTo(400);
    JsonObject error = JsonParser.parseString(response.body()).getAsJsonObject();
    assertThat(error.getAsJsonObject("error").get("code").getAsString())
        .isEqualTo("content_policy_violation");
    assertThat(error.getAsJsonObject("error").get("type").getAsString())
        .isEqualTo("invalid_request_error");
  }

  @Test
  void batch_refusedLine_isABadLine() throws Exception {
    BatchHeader header = BatchHeader.newBuilder().setSkipInvalid(true).build();
    CreateBatchResponse response =
        new BatchUpload(fleet.channel(gateway), header)
            .send("{\"prompt\": \"a boat\"}\n{\"prompt\": \"gore\"}\n{\"prompt\": \"a logo\"}\n")
            .finish();

    assertThat(response.getBadLinesCount()).isEqualTo(1);
    assertThat(response.getBadLines(0).getLinesList()).containsExactly(2);
    assertThat(response.getBadLines(0).getMessage()).isEqualTo(REFUSAL);
    assertThat(response.getBatch().getSkipped()).isEqualTo(1);
  }

  @Test
  void file_changed_isReadAnewAndABrokenOneIsNot() throws Exception {
    Path changing = Files.writeString(directory.resolve("changing.json"), "{\"rules\": []}");
    GenerationServiceBlockingStub stub = fleet.client(fleet.gateway(Map.of("POLICY", changing)));
    String accepted = create(stub, "kept", "much gore").getId();

    Files.writeString(changing, RULES);
    await(() -> refused(stub));
    ListAppender<ILoggingEvent> told = new ListAppender<>();
    told.list = new CopyOnWriteArrayList<>();
    told.start();
    Logger log = (Logger) LoggerFactory.getLogger(WatchedFile.class);
    log.addAppender(told);
    Files.writeString(changing, "{\"rules\": 1}");
    await(() -> told.list.stream().anyMatch(line -> line.getFormattedMessage().contains(HOLDS)));
    log.detachAppender(told);
    assertThat(refused(stub)).as("what it said before holds").isTrue();
    assertThat(create(stub, "kept", "much gore").getId())
        .as("what was accepted stays so")
        .isEqualTo(accepted);
    Calls.cancel(stub, accepted);
    assertRefused(
        () -> retry(stub, accepted, ""),
        Status.Code.INVALID_ARGUMENT,
        "CONTENT_POLICY_VIOLATION",
        "rule gore");
  }

  private static boolean refused(GenerationServiceBlockingStub stub) {
    try {
      create(stub, "", "gore");
      return false;
    } catch (StatusRuntimeException e) {
      return Statuses.reason(e).equals("CONTENT_POLICY_VIOLATION");
    }
  }

  @Test
  void filtered_isAnEndOfItsOwn() throws Exception {
    String id = create(client, "", "a boat").getId();
    fleet.filter(id);

    Generation filtered = get(client, id);
    assertThat(filtered.getState()).isEqualTo(State.STATE_FILTERED);
    assertThat(filtered.getFilteredImagesList()).containsExactly(0);
    assertThat(filtered.getError().getReason()).isEqualTo("PICTURE_FILTERED");
    assertThat(http.get("/v1/generations/" + id).body())
        .contains("\"state\":\"STATE_FILTERED\"", "\"filteredImages\":[0]");
    assertThat(
            client
                .listGenerations(
                    ListGenerationsRequest.newBuilder().addStates(State.STATE_FILTERED).build())
                .getGenerationsList())
        .extracting(Generation::getId)
        .contains(id);
    assertRefused(
        () -> retry(client, id, ""),
        Status.Code.FAILED_PRECONDITION,
        "GENERATION_NOT_RETRYABLE",
        "is FILTERED");
    assertRefused(
        () -> Calls.cancel(client, id),
        Status.Code.FAILED_PRECONDITION,
        "GENERATION_ENDED",
        "FILTERED");
    assertThat(Calls.delete(client, id).getState()).isEqualTo(State.STATE_FILTERED);
  }

  @Test
  void openAi_filtered_isItsErrorForRefusedContent() throws Exception {
    CompletableFuture<String> filtered = new CompletableFuture<>();
    var subscription =
        fleet.log.listenToAll(
            snapshot -> {
              Generation generation = snapshot.getGeneration();
              if (generation.getState() == State.STATE_QUEUED
                  && generation.getRequest().getPrompt().equals("to be filtered")) {
                Thread.startVirtualThread(
                    () -> filtered.complete(fleet.filter(generation.getId()).getId()));
              }
            });
    try {
      HttpResponse<String> response =
          http.post("/v1/images/generations", "{\"prompt\":\"to be filtered\"}");

      assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
      assertThat(response.body()).contains("content_policy_violation", filtered.join());
      assertThat(response.headers().firstValue("x-should-retry")).contains("false");
    } finally {
      subscription.close();
    }
  }
}
