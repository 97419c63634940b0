package dev.langevin.gateway;

import static dev.langevin.gateway.HttpClients.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.protobuf.util.JsonFormat;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.GetGenerationResponse;
import dev.langevin.v1.ListGenerationsResponse;
import java.net.http.HttpResponse;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Generations over REST, at two gateways. */
class RestIT extends TwoGateways {
  private static final String BOAT = "{\"generation\":{\"prompt\":\"a boat\",\"steps\":7}}";
  private static HttpClients http;

  @BeforeAll
  static void connect() {
    http = new HttpClients(gateway);
  }

  @AfterAll
  static void disconnect() {
    http.close();
  }

  @Test
  void create_isAcceptedAndThere() throws Exception {
    HttpResponse<String> created = http.post("/v1/generations", BOAT);
    assertThat(created.statusCode()).as(created.body()).isEqualTo(202);
    assertThat(created.headers().firstValue("content-type")).hasValue("application/json");
    String id = id(created);
    assertThat(created.headers().firstValue("location"))
        .hasValue(http.base() + "/v1/generations/" + id);
    GetGenerationResponse.Builder got = GetGenerationResponse.newBuilder();
    JsonFormat.parser().merge(http.get("/v1/generations/" + id).body(), got);
    assertThat(got.getGeneration()).isEqualTo(Calls.get(other, id));
    assertThat(got.getGeneration().getRequest().getSteps()).isEqualTo(7);
  }

  @Test
  void create_sameKeyTwice_isOneJob() throws Exception {
    String first = id(http.post("/v1/generations", BOAT, "Idempotency-Key", "k1"));
    String again = id(http.post("/v1/generations", BOAT, "Idempotency-Key", "\"k1\""));
    String field = id(http.post("/v1/generations", BOAT.replace("}}", "},\"request_id\":\"k1\"}")));
    assertThat(List.of(again, field)).containsOnly(first);
    HttpResponse<String> other =
        http.post("/v1/generations", BOAT.replace("boat", "cat"), "Idempotency-Key", "k1");
    assertThat(other.statusCode()).isEqualTo(409);
    assertThat(reason(other)).isEqualTo("REQUEST_ID_TAKEN");
  }

  @Test
  void create_preferWait_answersAtTheEnd() throws Exception {
    String id = id(http.post("/v1/generations", BOAT, "Idempotency-Key", "k2"));
    HttpResponse<String> early =
        http.post("/v1/generations", BOAT, "Idempotency-Key", "k2", "Prefer", "wait=0");
    assertThat(early.statusCode()).isEqualTo(202);
    assertThat(early.headers().firstValue("preference-applied")).hasValue("wait=0");
    Thread orchestrator = Thread.startVirtualThread(() -> fleet.succeed(id));
    HttpResponse<String> late =
        http.post("/v1/generations", BOAT, "Idempotency-Key", "k2", "Prefer", "a=b, wait");
    orchestrator.join();
    assertThat(late.statusCode()).isEqualTo(200);
    assertThat(late.headers().firstValue("preference-applied")).hasValue("wait=60");
    assertThat(json(late).getAsJsonObject("generation").get("state").getAsString())
        .isEqualTo("STATE_SUCCEEDED");
  }

  @Test
  void list_pagesAndSelects() throws Exception {
    String id = id(http.post("/v1/generations", BOAT));
    http.post("/v1/generations", BOAT);
    Calls.cancel(client, id);
    ListGenerationsResponse.Builder page = ListGenerationsResponse.newBuilder();
    JsonFormat.parser().merge(http.get("/v1/generations?page_size=1").body(), page);
    assertThat(page.getGenerationsList()).hasSize(1);
    ListGenerationsResponse.Builder next = ListGenerationsResponse.newBuilder();
    String token = page.getNextPageToken();
    JsonFormat.parser()
        .merge(http.get("/v1/generations?pageSize=1000&pageToken=" + token).body(), next);
    assertThat(next.getGenerationsList()).extracting(Generation::getId).contains(id);
    ListGenerationsResponse.Builder some = ListGenerationsResponse.newBuilder();
    JsonFormat.parser()
        .merge(http.get("/v1/generations?states=STATE_CANCELLED,STATE_FAILED").body(), some);
    assertThat(some.getGenerationsList())
        .extracting(Generation::getState)
        .isNotEmpty()
        .allMatch(s -> s == State.STATE_CANCELLED || s == State.STATE_FAILED);
  }

  @Test
  void list_filters_leaveOutTheOthers() throws Exception {
    String body =
        "{\"generation\":{\"prompt\":\"a Zebra in fog\",\"sampler\":\"euler_a\",\"labels\":{\"a\":\"b7\"}}}";
    HttpResponse<String> created = http.post("/v1/generations", body);
    String id = id(created);
    String time = json(created).getAsJsonObject("generation").get("createTime").getAsString();
    for (String some :
        List.of(
            "query=zebra%20FOG",
            "query=" + id.substring(3, 20),
            "query=zebra+b7&models=storybook&samplers=Euler%20a,ddim&states=STATE_QUEUED",
            "query=zebra&models=storybook@1,other",
            "query=zebra&created_after=2020-01-01T00:00:00Z&created_before=2999-01-01T00:00:00Z")) {
      assertThat(ids(some)).as(some).containsExactly(id);
    }
    for (String none :
        List.of(
            "query=zebra%20boat",
            "query=zebra&models=storybook@2",
            "query=zebra&samplers=euler",
            "query=zebra&created_after=" + time,
            "query=zebra&created_before=" + time)) {
      assertThat(ids(none)).as(none).isEmpty();
    }
    HttpResponse<String> wrong =
        http.get("/v1/generations?samplers=eular&created_after=now&query=" + "x".repeat(201));
    assertThat(wrong.body()).contains("created_after: \\\"now\\\" is not a time such as");
    wrong = http.get("/v1/generations?samplers=eular&query=" + "x".repeat(201));
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body())
        .contains("query: 201 characters are not in 0..200")
        .contains("samplers: eular is not one of", "did you mean euler?");
  }

  private static List<String> ids(String query) throws Exception {
    ListGenerationsResponse.Builder page = ListGenerationsResponse.newBuilder();
    HttpResponse<String> response = http.get("/v1/generations?" + query);
    JsonFormat.parser().merge(response.body(), page);
    return Calls.ids(page.build());
  }

  @Test
  void cancelRetryDelete_doWhatTheCallsDo() throws Exception {
    String id = id(http.post("/v1/generations", BOAT));
    HttpResponse<String> cancelled = http.send("POST", "/v1/generations/" + id + ":cancel", null);
    assertThat(json(cancelled).getAsJsonObject("generation").get("state").getAsString())
        .isEqualTo("STATE_CANCELLED");
    HttpResponse<String> retried = http.send("POST", "/v1/generations/" + id + ":retry", null);
    assertThat(retried.statusCode()).isEqualTo(202);
    assertThat(json(retried).getAsJsonObject("generation").get("origin").getAsString())
        .isEqualTo(id);
    HttpResponse<String> deleted = http.send("DELETE", "/v1/generations/" + id, null);
    assertThat(deleted.statusCode()).isEqualTo(200);
    HttpResponse<String> gone = http.get("/v1/generations/" + id);
    assertThat(gone.statusCode()).isEqualTo(404);
    assertThat(reason(gone)).isEqualTo("GENERATION_DELETED");
    HttpResponse<String> running = http.send("DELETE", "/v1/generations/" + id(retried), null);
    assertThat(running.statusCode()).isEqualTo(400);
    assertThat(reason(running)).isEqualTo("GENERATION_NOT_ENDED");
  }

  @Test
  void events_tellStatesAndProgressUntilTheEnd() throws Exception {
    String id = id(http.post("/v1/generations", BOAT));
    HttpResponse<Stream<String>> response =
        http.lines("GET", "/v1/generations/" + id + "/events", null);
    assertThat(response.headers().firstValue("content-type")).hasValue("text/event-stream");
    Iterator<String> lines = response.body().iterator();
    assertThat(event(lines)).startsWith("id: 1\nevent: generation\n").contains("STATE_QUEUED");
    fleet.claim(id);
    assertThat(event(lines)).startsWith("id: 2\nevent: generation\n").contains("STATE_RUNNING");
    fleet.progress(id, 1, 1, 20);
    assertThat(event(lines)).startsWith("id: 3\nevent: progress\n").contains("\"step\":1");
    Calls.cancel(client, id);
    assertThat(event(lines)).startsWith("id: end\nevent: generation\n").contains("CANCELLED");
    assertThat(lines.hasNext()).isFalse();
    HttpResponse<String> again =
        http.get("/v1/generations/" + id + "/events", "Last-Event-ID", "end");
    assertThat(again.statusCode()).isEqualTo(204);
  }

  @Test
  void events_unknownGeneration_isAnError() throws Exception {
    HttpResponse<String> response = http.get("/v1/generations/nobody/events");
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
    assertThat(json(response).get("code").getAsInt()).isEqualTo(5);
    assertThat(reason(response)).isEqualTo("GENERATION_NOT_FOUND");
  }

  @Test
  void events_watcherThatGoes_isForgotten() throws Exception {
    String id = id(http.post("/v1/generations", BOAT));
    try (HttpClients leaving = new HttpClients(gateway)) {
      Stream<String> lines = leaving.lines("GET", "/v1/generations/" + id + "/events", null).body();
      lines.iterator().next();
      assertThat(gateway.watchers()).isPositive();
      lines.close();
    }
    Calls.await(() -> gateway.watchers() == 0);
  }

  static String id(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isIn(200, 202);
    return json(response).getAsJsonObject("generation").get("id").getAsString();
  }

  static String reason(HttpResponse<String> response) {
    JsonObject info = json(response).getAsJsonArray("details").get(0).getAsJsonObject();
    assertThat(info.get("@type").getAsString())
        .isEqualTo("type.googleapis.com/google.rpc.ErrorInfo");
    return info.get("reason").getAsString();
  }

  static String event(Iterator<String> lines) {
    StringBuilder event = new StringBuilder();
    for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
      event.append(line).append('\n');
    }
    return event.toString();
  }
}
