package dev.langevin.gateway;

import static dev.langevin.gateway.Calls.assertRefused;
import static dev.langevin.gateway.Calls.await;
import static dev.langevin.gateway.Calls.create;
import static dev.langevin.gateway.Calls.get;
import static dev.langevin.gateway.Calls.ids;
import static dev.langevin.gateway.Calls.list;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.langevin.gateway.identity.Issuer;
import dev.langevin.gateway.identity.Scope;
import dev.langevin.v1.BatchHeader;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationServiceGrpc;
import dev.langevin.v1.GenerationServiceGrpc.GenerationServiceBlockingStub;
import dev.langevin.v1.GetSystemRequest;
import dev.langevin.v1.ListModelsRequest;
import dev.langevin.v1.Replica;
import dev.langevin.v1.SystemServiceGrpc;
import dev.langevin.v1.SystemStatus;
import dev.langevin.v1.WatchGenerationRequest;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keys and tokens over every transport, and what tenants see of each other. */
@Timeout(120)
class AccessIT {
  private static final Set<Scope> ALL = Set.of(Scope.READ, Scope.WRITE, Scope.ADMIN);

  @TempDir static Path directory;
  private static TestFleet fleet;
  private static Keys keys;
  private static Issuer issuer;
  private static ManagedChannel channel;
  private static HttpClients http;
  private static String ada;
  private static String bob;

  @BeforeAll
  static void start() throws Exception {
    fleet = new TestFleet(directory.resolve("fleet"));
    keys = new Keys(directory);
    ada = keys.of("ada");
    bob = keys.of("bob");
    issuer = new Issuer();
    Gateway gateway =
        fleet.gateway(
            Map.of(
                "API_KEYS",
                keys.file(),
                "JWT_ISSUER",
                issuer.address(),
                "JWT_AUDIENCE",
                Issuer.AUDIENCE));
    channel = fleet.channel(gateway);
    http = new HttpClients(gateway);
  }

  @AfterAll
  static void stop() {
    http.close();
    issuer.close();
    fleet.close();
  }

  private static GenerationServiceBlockingStub as(String secret) {
    return GenerationServiceGrpc.newBlockingStub(Keys.signed(channel, secret));
  }

  private static String bearer(String secret) {
    return "Bearer " + secret;
  }

  @Test
  void key_inEachHeader_overEachTransport() throws Exception {
    String id = create(as(ada), "", "a boat").getId();
    var other = GenerationServiceGrpc.newBlockingStub(Keys.with(channel, "x-api-key", ada));
    assertThat(get(other, id).getId()).isEqualTo(id);
    String path = "/v1/generations/" + id;
    assertThat(http.get(path, "Authorization", bearer(ada)).statusCode()).isEqualTo(200);
    assertThat(http.get(path, "X-Api-Key", ada).statusCode()).isEqualTo(200);
    HttpResponse<Stream<String>> events =
        http.lines("GET", path + "/events", null, "Authorization", bearer(ada));
    assertThat(events.body().limit(2)).anyMatch(line -> line.contains("generation"));
    HttpResponse<String> without =
        http.post(
            "/langevin.v1.GenerationService/ListModels",
            "\0\0\0\0\0",
            "Content-Type",
            "application/grpc-web+proto");
    assertThat(without.headers().firstValue("grpc-status").orElse(without.body())).contains("16");
    HttpResponse<String> with =
        http.post(
            "/langevin.v1.GenerationService/ListModels",
            "\0\0\0\0\0",
            "Content-Type",
            "application/grpc-web+proto",
            "Authorization",
            bearer(ada));
    assertThat(with.body()).contains("storybook");
  }

  @Test
  void token_overGrpcAndHttp_isItsTenant() throws Exception {
    String token = issuer.token("cora", "langevin:read langevin:write");
    Generation made = create(as(token), "", "a boat");
    assertThat(ids(list(as(token), 10, ""))).containsExactly(made.getId());
    String again = issuer.token("cora", "langevin:write");
    HttpResponse<String> posted =
        http.post(
            "/v1/generations",
            "{\"generation\": {\"prompt\": \"another boat\"}}",
            "Authorization",
            bearer(again));
    assertThat(posted.statusCode()).as(posted.body()).isEqualTo(202);
    assertRefused(
        () -> list(as(again), 10, ""),
        Status.Code.PERMISSION_DENIED,
        "SCOPE_MISSING",
        "needs the scope read; user:ada has write");
    assertRefused(
        () -> list(as(token + "x"), 10, ""),
        Status.Code.UNAUTHENTICATED,
        "TOKEN_INVALID",
        "the token is refused");
  }

  /** The body comes while the token is looked at, and is not lost. */
  @Test
  void token_withALargeBody_isReadAfterItsCallerIsIn() throws Exception {
    String prompt = "boat ".repeat(300);
    for (int i = 0; i < 5; i++) {
      String token = issuer.token("dora", "langevin:write langevin:read");
      StringBuilder file = new StringBuilder();
      for (int line = 0; line < 400; line++) {
        file.append("{\"prompt\": \"").append(prompt).append(line).append("\"}\n");
      }
      HttpResponse<String> batch =
          http.upload("/v1/batches", file.toString().getBytes(), "Authorization", bearer(token));
      assertThat(batch.statusCode()).as(batch.body()).isEqualTo(201);
      String other = issuer.token("dora", "langevin:read langevin:write extra" + i);
      assertThat(create(as(other), "", prompt).getRequest().getPrompt()).isEqualTo(prompt);
    }
  }

  @Test
  void keys_thatComeAndGo_areKnownWithinSeconds() throws Exception {
    String fresh = keys.of("eve", ALL);
    await(() -> status(fresh) == 200);
    keys.revokeLast();
    await(() -> status(fresh) == 401);
    assertThat(http.get("/v1/system", "X-Api-Key", fresh).body()).contains("KEY_REVOKED");
    String brief = keys.of("eve", ALL, Optional.of(Instant.now().plusSeconds(2)));
    await(() -> body(brief).contains("KEY_EXPIRED"));
    assertThat(body(brief)).doesNotContain(brief.substring(21));
  }

  /** Who may not begin a stream may not go on with one either. */
  @Test
  void stream_whoseKeyIsTakenBack_ends() throws Exception {
    String fresh = keys.of("fay", ALL);
    await(() -> status(fresh) == 200);
    String id = create(as(fresh), "", "a boat").getId();
    var events = as(fresh).watchGeneration(WatchGenerationRequest.newBuilder().setId(id).build());
    assertThat(events.hasNext()).isTrue();
    events.next();
    HttpResponse<Stream<String>> all =
        http.lines("GET", "/v1/generations:watch", null, "X-Api-Key", fresh);
    keys.revokeLast();
    assertRefused(events::hasNext, Status.Code.UNAUTHENTICATED, "KEY_ENDED", "has ended meanwhile");
    assertThat(all.body().toList()).as("it ends").anyMatch(line -> line.contains("KEY_ENDED"));
  }

  /** A file may be hours in coming. */
  @Test
  void upload_whoseKeyIsTakenBack_ends() throws Exception {
    String fresh = keys.of("gil", ALL);
    await(() -> status(fresh) == 200);
    BatchUpload upload =
        new BatchUpload(Keys.signed(channel, fresh), BatchHeader.getDefaultInstance());
    upload.send("{\"prompt\": \"a boat\"}\n");
    keys.revokeLast();
    assertRefused(upload::answer, Status.Code.UNAUTHENTICATED, "KEY_ENDED", "has ended meanwhile");
  }

  private static String body(String key) {
    try {
      return http.get("/v1/system", "X-Api-Key", key).body();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static int status(String key) {
    try {
      return http.get("/v1/models", "X-Api-Key", key).statusCode();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void requestIds_areEachTenantsOwn() {
    Generation hers = create(as(ada), "same", "a boat");
    Generation his = create(as(bob), "same", "a castle");
    assertThat(his.getId()).isNotEqualTo(hers.getId());
    assertThat(create(as(ada), "same", "a boat").getId()).isEqualTo(hers.getId());
    assertThat(create(as(bob), "same", "a castle").getId()).isEqualTo(his.getId());
    assertThat(ids(list(as(ada), 1000, ""))).contains(hers.getId()).doesNotContain(his.getId());
    assertThat(his.getQueuePlace())
        .isLessThanOrEqualTo(list(as(bob), 1000, "").getGenerationsCount());
  }

  @Test
  void system_isToldToThoseWhoRunIt() {
    String reader = keys.of("ada", Set.of(Scope.READ));
    assertReader(reader);
    SystemStatus whole = system(ada);
    assertThat(whole.getReplicasList()).anyMatch(r -> r.getName().startsWith("127.0.0.1:"));
    assertThat(whole.hasTotals()).isTrue();
    SystemStatus outline = system(reader);
    assertThat(outline.getReplicasList()).isNotEmpty();
    for (Replica replica : outline.getReplicasList()) {
      assertThat(replica)
          .isEqualTo(
              Replica.newBuilder().setKind(replica.getKind()).setState(replica.getState()).build());
    }
    assertThat(outline.hasTotals()).isFalse();
    assertThat(outline.getHistoryCount()).isZero();
    assertThat(outline.getProblemsCount()).isZero();
    assertThat(outline.getQueues(0).getWaiting())
        .isEqualTo(list(as(ada), 1000, "").getGenerationsCount())
        .isLessThan(whole.getQueues(0).getWaiting());
    assertRefused(
        () -> as(reader).listModels(ListModelsRequest.newBuilder().setRefresh(true).build()),
        Status.Code.PERMISSION_DENIED,
        "SCOPE_MISSING",
        "needs the scope admin");
    assertRefused(
        () -> as(ada).listModels(ListModelsRequest.newBuilder().setRefresh(true).build()),
        Status.Code.UNAVAILABLE,
        "MODELS_NOT_REFRESHED", // the fleet's fakes look at nothing
        "not all services could look");
  }

  private static void assertReader(String reader) {
    try {
      await(() -> status(reader) == 200);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static SystemStatus system(String key) {
    create(as(bob), "", "one more");
    return SystemServiceGrpc.newBlockingStub(Keys.signed(channel, key))
        .getSystem(GetSystemRequest.getDefaultInstance())
        .getSystem();
  }

  @Test
  void health_needsNoKey() {
    assertThat(
            HealthGrpc.newBlockingStub(channel)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus())
        .isNotNull();
  }

  @Test
  void openAi_signsInAsItsClientsDo() throws Exception {
    HttpResponse<String> refused = http.post("/v1/images/generations", "{\"prompt\": \"a\"}");
    assertThat(refused.statusCode()).isEqualTo(401);
    JsonObject error = HttpClients.json(refused).getAsJsonObject("error");
    assertThat(error.get("code").getAsString()).isEqualTo("invalid_api_key");
    assertThat(error.get("type").getAsString()).isEqualTo("invalid_request_error");
    assertThat(http.get("/v1/models", "Authorization", bearer(ada)).body()).contains("storybook");
  }

  @Test
  void preflight_ofAnotherSite_needsNoKey() throws Exception {
    HttpResponse<String> asked =
        http.send(
            "OPTIONS",
            "/v1/generations",
            null,
            "Origin",
            http.base(),
            "Access-Control-Request-Method",
            "GET",
            "Access-Control-Request-Headers",
            "authorization");
    assertThat(asked.statusCode()).isEqualTo(204);
    assertThat(asked.headers().firstValue("Access-Control-Allow-Headers"))
        .contains("authorization");
  }
}
