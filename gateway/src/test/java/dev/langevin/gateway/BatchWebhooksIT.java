package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.langevin.events.v1.BatchSnapshot;
import dev.langevin.runtime.batches.BatchLog;
import dev.langevin.runtime.batches.BatchSnapshots;
import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.v1.Batch.State;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who asked for it hears how a batch ended, whichever gateway runs by then. */
@Timeout(120)
class BatchWebhooksIT {
  private static final byte[] FILE = BatchHttpIT.line(1).getBytes(StandardCharsets.UTF_8);

  @TempDir static Path directory;
  private static TestFleet fleet;
  private static HttpClients http;

  /** What a feeder would write with. */
  private static BatchLog log;

  private Receiver receiver;

  @BeforeAll
  static void start() throws Exception {
    fleet = new TestFleet(directory);
    Gateway gateway = fleet.gateway(webhooks(true));
    http = new HttpClients(gateway);
    Calls.await(() -> gateway.ready());
    log = BatchLog.open(KafkaConnection.plaintext(fleet.broker.address()));
  }

  @AfterAll
  static void stop() {
    http.close();
    log.close();
    fleet.close();
  }

  @BeforeEach
  void listen() throws Exception {
    receiver = new Receiver();
  }

  @AfterEach
  void stopListening() {
    receiver.close();
  }

  private static Map<String, ?> webhooks(boolean privateAddresses) {
    return Map.of(
        "WEBHOOK_SECRET",
        "whsec_" + "a2V5".repeat(8),
        "WEBHOOK_PRIVATE_ADDRESSES",
        privateAddresses);
  }

  @Test
  void completed_isPostedOnceWithTheBatch() throws Exception {
    String id = BatchHttpIT.id(create(http, ""));
    complete(id);

    Receiver.Post post = receiver.next();

    assertThat(post.id()).isEqualTo(id + ".completed");
    JsonObject body = JsonParser.parseString(post.body()).getAsJsonObject();
    assertThat(body.get("type").getAsString()).isEqualTo("batch.completed");
    JsonObject data = body.getAsJsonObject("data");
    assertThat(data.get("id").getAsString()).isEqualTo(id);
    assertThat(data.get("lines").getAsInt()).isEqualTo(1);
    assertThat(body.get("timestamp").getAsString()).isEqualTo(data.get("endTime").getAsString());
    Calls.await(() -> delivery(id).contains("STATE_DELIVERED"));
    assertThat(delivery(id)).contains("\"batchId\":\"" + id + "\"", "EVENT_COMPLETED");
    assertThat(receiver.all).hasSize(1);
  }

  @Test
  void cancelled_isTriedAgainUntilItIsTaken() throws Exception {
    receiver.answers.add(500);
    String id = BatchHttpIT.id(create(http, ""));
    http.send("POST", "/v1/batches/" + id + ":cancel", null);

    assertThat(receiver.next().id()).isEqualTo(id + ".cancelled");
    assertThat(receiver.next().body()).contains("batch.cancelled", "STATE_CANCELLED");
  }

  @Test
  void otherEvents_areNotTold() throws Exception {
    String failures = BatchHttpIT.id(create(http, "&webhook.events=EVENT_FAILED"));
    http.send("POST", "/v1/batches/" + failures + ":cancel", null);
    String all = BatchHttpIT.id(create(http, ""));
    http.send("POST", "/v1/batches/" + all + ":cancel", null);

    assertThat(receiver.next().id()).isEqualTo(all + ".cancelled");
    Calls.await(() -> delivery(all).contains("STATE_DELIVERED"));
    assertThat(receiver.all).hasSize(1);
    assertThat(delivery(failures)).doesNotContain(failures);
  }

  @Test
  void whatEndedWhileNoGatewayRan_isToldByTheNext(@TempDir Path own) throws Exception {
    try (TestFleet alone = new TestFleet(own);
        BatchLog feeder = BatchLog.open(KafkaConnection.plaintext(alone.broker.address()))) {
      String id;
      try (Gateway first = alone.gateway(webhooks(true));
          HttpClients client = new HttpClients(first)) {
        Calls.await(() -> first.ready());
        id = BatchHttpIT.id(create(client, ""));
      }
      complete(feeder, id);

      alone.gateway(webhooks(true));

      assertThat(receiver.next().id()).isEqualTo(id + ".completed");
    }
  }

  @Test
  void webhook_thatCanNotBe_isRefusedBeforeTheFile() throws Exception {
    int begun = fleet.decoder.begun.get();
    HttpResponse<String> event = create(http, "&webhook.events=EVENT_QUEUED");
    assertThat(event.statusCode()).isEqualTo(400);
    assertThat(event.body())
        .contains("EVENT_QUEUED is not one of EVENT_FAILED, EVENT_CANCELLED, EVENT_COMPLETED");
    try (Gateway strict = fleet.gateway(webhooks(false));
        HttpClients client = new HttpClients(strict)) {
      assertThat(create(client, "").body()).contains("which is not a public address");
    }
    try (Gateway without = fleet.gateway();
        HttpClients client = new HttpClients(without)) {
      assertThat(RestIT.reason(create(client, ""))).isEqualTo("WEBHOOKS_OFF");
    }
    assertThat(fleet.decoder.begun.get()).isEqualTo(begun);
  }

  @Test
  void sameKeyWithAnotherWebhook_isTheSameBatch() throws Exception {
    String first = BatchHttpIT.id(create(http, "&request_id=one"));
    HttpResponse<String> again =
        http.upload("/v1/batches?request_id=one&webhook.url=http://127.0.0.1:1/", FILE);
    assertThat(BatchHttpIT.id(again)).isEqualTo(first);
    assertThat(again.body()).contains(receiver.url("/hook"));
  }

  private HttpResponse<String> create(HttpClients client, String more) throws Exception {
    String url = URLEncoder.encode(receiver.url("/hook"), StandardCharsets.UTF_8);
    return client.upload("/v1/batches?webhook.url=" + url + more, FILE);
  }

  private static void complete(String id) {
    complete(log, id);
  }

  /** Ends a batch as its feeder would. */
  private static void complete(BatchLog log, String id) {
    BatchSnapshot accepted = log.get(id).orElseThrow();
    BatchSnapshot claimed = log.write(BatchSnapshots.claim(accepted, accepted, "nonce")).folded();
    assertThat(log.write(BatchSnapshots.ended(claimed, State.STATE_COMPLETED, Instant.now())).won())
        .isTrue();
  }

  private static String delivery(String batch) {
    try {
      return http.get("/v1/webhook-deliveries?batch_id=" + batch).body();
    } catch (java.io.IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
