package dev.langevin.gateway;

import static dev.langevin.gateway.Calls.assertRefused;
import static dev.langevin.gateway.Calls.await;
import static dev.langevin.gateway.Calls.cancel;
import static dev.langevin.gateway.Calls.create;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.langevin.v1.CreateGenerationRequest;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GenerationServiceGrpc.GenerationServiceBlockingStub;
import dev.langevin.v1.ListWebhookDeliveriesRequest;
import dev.langevin.v1.RedeliverWebhookRequest;
import dev.langevin.v1.Webhook;
import dev.langevin.v1.WebhookDelivery;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real posts of two gateways, of which one sends. */
@Timeout(120)
class WebhooksIT {
  private static final byte[] SECRET = "a key of 24 or more bytes".getBytes();

  @TempDir static Path directory;
  private static TestFleet fleet;
  private static GenerationServiceBlockingStub client;
  private static GenerationServiceBlockingStub other;

  private Receiver receiver;

  @BeforeAll
  static void start() throws Exception {
    fleet = new TestFleet(directory);
    client = fleet.client(fleet.gateway(webhooks(true)));
    other = fleet.client(fleet.gateway(webhooks(true)));
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @BeforeEach
  void listen() throws IOException {
    receiver = new Receiver();
  }

  @AfterEach
  void stopListening() {
    receiver.close();
  }

  private static Map<String, ?> webhooks(boolean privateAddresses) {
    return Map.of(
        "WEBHOOK_SECRET",
        "whsec_" + Base64.getEncoder().encodeToString(SECRET),
        "WEBHOOK_PRIVATE_ADDRESSES",
        privateAddresses);
  }

  @Test
  void succeeded_isPostedOnce_signed() throws Exception {
    Generation queued = createWith(client, receiver.url("/hook?a=b"));
    Generation done = fleet.succeed(queued.getId());

    Receiver.Post post = receiver.next();

    assertThat(post.path()).isEqualTo("/hook?a=b");
    assertThat(post.id()).isEqualTo(done.getId() + ".succeeded");
    assertThat(post.timestamp()).isCloseTo(Instant.now().getEpochSecond(), within(30L));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
    byte[] hash = mac.doFinal((post.id() + "." + post.timestamp() + "." + post.body()).getBytes());
    assertThat(post.signature()).isEqualTo("v1," + Base64.getEncoder().encodeToString(hash));
    JsonObject body = JsonParser.parseString(post.body()).getAsJsonObject();
    assertThat(body.get("type").getAsString()).isEqualTo("generation.succeeded");
    assertThat(body.getAsJsonObject("data").get("id").getAsString()).isEqualTo(done.getId());
    assertThat(body.getAsJsonObject("data").getAsJsonArray("artifacts")).hasSize(1);
    for (GenerationServiceBlockingStub stub : List.of(client, other)) {
      await(() -> delivery(stub, done).getState() == WebhookDelivery.State.STATE_DELIVERED);
      assertThat(delivery(stub, done).getHttpStatus()).isEqualTo(200);
    }
    assertThat(receiver.all).filteredOn(p -> p.id().equals(post.id())).hasSize(1);
  }

  @Test
  void failure_isTriedAgain_andWhatWasSentCanBeSentAgain() throws Exception {
    receiver.answers.addAll(List.of(500));
    Generation cancelled = cancel(other, createWith(client, receiver.url("/again")).getId());
    assertThat(receiver.next().id()).isEqualTo(cancelled.getId() + ".cancelled");
    await(() -> delivery(client, cancelled).getAttempts() == 1);
    WebhookDelivery waiting = delivery(client, cancelled);
    assertThat(waiting.getState()).isEqualTo(WebhookDelivery.State.STATE_PENDING);
    assertThat(waiting.getError()).isEqualTo("answered 500");
    assertThat(waiting.hasNextTime()).isTrue();

    assertThat(receiver.next().id()).isEqualTo(waiting.getId());
    await(() -> delivery(other, cancelled).getAttempts() == 2);

    redeliver(other, waiting.getId());
    assertThat(receiver.next().id()).isEqualTo(waiting.getId());
    await(() -> delivery(client, cancelled).getAttempts() == 3);
    assertThat(delivery(client, cancelled).getState())
        .isEqualTo(WebhookDelivery.State.STATE_DELIVERED);
  }

  @Test
  void redirect_isNotFollowed() throws Exception {
    receiver.answers.add(307);
    Generation cancelled = cancel(other, createWith(client, receiver.url("/moved")).getId());
    assertThat(receiver.next().path()).isEqualTo("/moved");
    await(() -> delivery(client, cancelled).getAttempts() == 1);
    assertThat(delivery(client, cancelled).getError()).contains("redirect");
    redeliver(client, delivery(client, cancelled).getId());
    assertThat(receiver.next().path()).as("it is tried where it was").isEqualTo("/moved");
  }

  @Test
  void oneThatNeverAnswers_keepsNobodyElses() throws Exception {
    for (int i = 0; i < 8; i++) {
      receiver.answers.add(Receiver.SILENCE);
    }
    List<Generation> silent =
        IntStream.range(0, 8)
            .mapToObj(i -> cancel(client, createWith(client, receiver.url("/silent")).getId()))
            .toList();
    for (int i = 0; i < silent.size(); i++) {
      receiver.next();
    }
    try (Receiver second = new Receiver()) {
      String elsewhere = second.url("/").replace("127.0.0.1", "localhost");
      Generation cancelled = cancel(client, createWith(client, elsewhere).getId());
      assertThat(second.next().id()).isEqualTo(cancelled.getId() + ".cancelled");
    }
    await(() -> delivery(client, silent.getFirst()).getAttempts() > 0);
    assertThat(delivery(client, silent.getFirst()).getError()).startsWith("no answer within");
  }

  @Test
  void webhook_thatCanNotBe_isRefused() {
    GenerationServiceBlockingStub strict = fleet.client(fleet.gateway(webhooks(false)));
    assertRefused(
        () -> createWith(strict, "http://127.0.0.1/"),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_REQUEST",
        "webhook.url: http://127.0.0.1/: 127.0.0.1 is 127.0.0.1, which is not a public address");
    assertRefused(
        () -> createWith(client, "gopher://example.com"),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_REQUEST",
        "webhook.url: gopher://example.com: it does not begin with http:// or https://");
    GenerationServiceBlockingStub off = fleet.client(fleet.gateway());
    assertRefused(
        () -> createWith(off, receiver.url("/")),
        Status.Code.FAILED_PRECONDITION,
        "WEBHOOKS_OFF",
        "LANGEVIN_WEBHOOK_SECRET");
    assertRefused(
        () -> redeliver(client, "nobody.failed"),
        Status.Code.NOT_FOUND,
        "DELIVERY_NOT_FOUND",
        "nobody.failed");
    assertThat(create(client, "", "a boat").hasWebhook()).isFalse();
  }

  private static Generation createWith(GenerationServiceBlockingStub stub, String url) {
    return stub.createGeneration(
            CreateGenerationRequest.newBuilder()
                .setGeneration(GenerationRequest.newBuilder().setPrompt("a boat"))
                .setWebhook(Webhook.newBuilder().setUrl(url))
                .build())
        .getGeneration();
  }

  private static void redeliver(GenerationServiceBlockingStub stub, String id) {
    assertThat(
            stub.redeliverWebhook(RedeliverWebhookRequest.newBuilder().setId(id).build())
                .getDelivery()
                .getState())
        .isEqualTo(WebhookDelivery.State.STATE_PENDING);
  }

  /** The one delivery about a generation; none is an empty one. */
  private static WebhookDelivery delivery(
      GenerationServiceBlockingStub stub, Generation generation) {
    List<WebhookDelivery> found =
        stub.listWebhookDeliveries(
                ListWebhookDeliveriesRequest.newBuilder()
                    .setGenerationId(generation.getId())
                    .build())
            .getDeliveriesList();
    return found.isEmpty() ? WebhookDelivery.getDefaultInstance() : found.getFirst();
  }
}
