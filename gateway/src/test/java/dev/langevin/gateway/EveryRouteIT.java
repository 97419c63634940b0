package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.gateway.identity.Scope;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every route of the document, as {@link EveryRpcIT} does it for gRPC: the document is made from
 * the routes that are served, so that a new one fails here until somebody has said what it needs.
 */
@Timeout(180)
class EveryRouteIT {
  private static final int NOT_FOUND = 404;

  /**
   * A route, and what is asked of it about ada's things.
   *
   * @param path with what stands in its braces
   * @param hidden whether others are told 404; else they get what is their own
   * @param body empty for none
   */
  private record Visit(Scope scope, boolean hidden, String path, String body) {}

  /** The beginning of what was answered. */
  private record Told(int status, String body, String challenge) {}

  @TempDir static Path directory;
  private static TwoTenants world;
  private static HttpClient http;
  private static OpenApi api;

  /** One call waits for its pictures. */
  private static Worker worker;

  private static final Map<String, Visit> VISITS = new LinkedHashMap<>();
  private static final Map<Scope, String> KEYS = new HashMap<>();

  @BeforeAll
  static void begin() throws Exception {
    world = new TwoTenants(directory);
    http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    try (HttpClients anybody = new HttpClients(world.gateway)) {
      api = new OpenApi(anybody.get("/openapi.json"));
    }
    worker = new Worker(world.fleet, g -> g.getRequest().getPrompt().equals("a boat"));
    generations();
    batches();
    others();
  }

  private static void generations() {
    String jobs = "/v1/generations";
    String queued = jobs + "/" + world.queued.getId();
    String boat = "{\"generation\": {\"prompt\": \"a boat\"}, \"requestId\": \"%s\"}";
    own("createGeneration", Scope.WRITE, jobs, boat.formatted(TwoTenants.REQUEST_ID));
    own("listGenerations", Scope.READ, jobs + "?page_size=1000", "");
    own("watchGenerations", Scope.READ, jobs + ":watch?ids=" + world.queued.getId(), "");
    hidden("getGeneration", Scope.READ, queued, "");
    hidden("watchGeneration", Scope.READ, queued + "/events", "");
    hidden("cancelGeneration", Scope.WRITE, queued + ":cancel", "");
    hidden("retryGeneration", Scope.WRITE, jobs + "/" + world.failed.getId() + ":retry", "");
    hidden("deleteGeneration", Scope.WRITE, jobs + "/" + world.succeeded.getId(), "");
    String picture = world.succeeded.getArtifacts(0).getName();
    hidden("getArtifact", Scope.READ, "/v1/artifacts/" + picture, "");
    hidden(
        "forward",
        Scope.WRITE,
        "/v1/forward",
        "{\"artifact\": \"%s\", \"timesteps\": [1]}".formatted(picture));
  }

  private static void batches() {
    String batch = "/v1/batches/" + world.batch;
    own(
        "createBatch",
        Scope.WRITE,
        "/v1/batches?request_id=" + TwoTenants.REQUEST_ID,
        "{\"prompt\": \"a boat\"}\n");
    own("listBatches", Scope.READ, "/v1/batches", "");
    hidden("getBatch", Scope.READ, batch, "");
    hidden("watchBatch", Scope.READ, batch + "/events", "");
    hidden("listBatchResults", Scope.READ, batch + "/results", "");
    hidden("downloadBatch", Scope.READ, batch + "/archive", "");
    hidden("pauseBatch", Scope.WRITE, batch + ":pause", "");
    hidden("resumeBatch", Scope.WRITE, batch + ":resume", "");
    hidden("cancelBatch", Scope.WRITE, batch + ":cancel", "");
    hidden("deleteBatch", Scope.WRITE, batch, "");
  }

  private static void others() {
    String deliveries = "/v1/webhook-deliveries";
    own("listWebhookDeliveries", Scope.READ, deliveries + "?batch_id=" + world.batch, "");
    hidden("redeliverWebhook", Scope.WRITE, deliveries + "/" + world.delivery + ":redeliver", "");
    own("schedule", Scope.READ, "/v1/schedule", "{\"steps\": 2}");
    own("getSystem", Scope.READ, "/v1/system", "");
    own("listModels", Scope.READ, "/v1/models", "");
    own("getModel", Scope.READ, "/v1/models/storybook", "");
    own("createImage", Scope.WRITE, "/v1/images/generations", "{\"prompt\": \"a boat\"}");
    own("getDocument", Scope.OPEN, "/openapi.json", "");
  }

  private static void hidden(String operation, Scope scope, String path, String body) {
    VISITS.put(operation, new Visit(scope, true, path, body));
  }

  private static void own(String operation, Scope scope, String path, String body) {
    VISITS.put(operation, new Visit(scope, false, path, body));
  }

  @AfterAll
  static void end() {
    worker.close();
    http.shutdownNow();
    world.close();
  }

  static Stream<String> operations() {
    return api.operations().keySet().stream();
  }

  private static Visit visit(String operation) {
    assertThat(VISITS)
        .as("say above what it needs, and what others are told")
        .containsKey(operation);
    return VISITS.get(operation);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void request_byAnotherTenant_isToldNothing(String operation) throws Exception {
    Visit visit = visit(operation);
    Told told = send(operation, "Authorization", "Bearer " + world.bob);
    if (visit.hidden()) {
      assertThat(told.status()).as("%s", told).isEqualTo(NOT_FOUND);
    } else {
      assertThat(told.status()).as("%s", told).isBetween(200, 299);
    }
    if (visit.scope() != Scope.OPEN) {
      String own = "127.0.0.1:" + world.gateway.port();
      assertThat(told.body().replace(own, ""))
          .doesNotContain(TwoTenants.SECRET, TwoTenants.HER, "127.0.0.1");
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void request_byNobody_isRefused(String operation) throws Exception {
    if (visit(operation).scope() == Scope.OPEN) {
      assertThat(send(operation, "X-Nothing", "at all").status()).isEqualTo(200);
      return;
    }
    String other = world.ada.substring(0, world.ada.length() - 1) + "w";
    for (String[] header :
        List.of(
            new String[] {"X-Nothing", "at all"},
            new String[] {"Authorization", "Bearer " + other},
            new String[] {"X-Api-Key", other},
            new String[] {"Authorization", "Basic YTpi"})) {
      Told told = send(operation, header[0], header[1]);
      assertThat(told.status()).as("%s: %s", header[0], told).isEqualTo(401);
      assertThat(told.challenge()).isEqualTo("Bearer");
      assertThat(told.body()).doesNotContain(other.substring(21));
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void request_withAllScopesButItsOwn_isRefused(String operation) throws Exception {
    Visit visit = visit(operation);
    if (visit.scope() == Scope.OPEN) {
      return;
    }
    String key = KEYS.computeIfAbsent(visit.scope(), EveryRouteIT::without);
    Told told = send(operation, "X-Api-Key", key);
    assertThat(told.status()).as("%s", told).isEqualTo(403);
    assertThat(told.body()).contains("needs the scope " + visit.scope().text());
  }

  @Test
  void page_andItsFiles_needNoKey() throws Exception {
    try (HttpClients anybody = new HttpClients(world.gateway)) {
      for (String path : List.of("/", "/studio/main.js", "/studio/lib/lit-html/lit-html.js")) {
        assertThat(anybody.get(path).statusCode()).as(path).isEqualTo(200);
      }
    }
  }

  /** What lies between two callers must not hand the one's picture to the other. */
  @Test
  void artifact_ofWhoSignedIn_isForItsCachesAlone() throws Exception {
    try (HttpClients hers = new HttpClients(world.gateway)) {
      var picture =
          hers.bytes(
              "GET", VISITS.get("getArtifact").path(), "Authorization", "Bearer " + world.ada);
      assertThat(picture.statusCode()).isEqualTo(200);
      assertThat(picture.headers().firstValue("Cache-Control").orElseThrow())
          .startsWith("private, ");
    }
  }

  /** Of ada, so that it is not the tenant that is wrong. */
  private static String without(Scope scope) {
    String key = world.keys.of(TwoTenants.HER, Keys.without(scope));
    try {
      Calls.await(() -> status("listModels", key) != 401);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return key;
  }

  private static int status(String operation, String key) {
    try {
      return send(operation, "X-Api-Key", key).status();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Sends the visit's request, and reads what comes within two seconds; streams go on. */
  private static Told send(String operation, String header, String value) throws Exception {
    Visit visit = VISITS.get(operation);
    OpenApi.Operation described = api.operations().get(operation);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + world.gateway.port() + visit.path()))
            .method(
                described.method(),
                visit.body().isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(visit.body()))
            .setHeader(header, value);
    if (!visit.body().isEmpty()) {
      request.setHeader("Content-Type", OpenApi.taken(described));
    }
    HttpResponse<InputStream> answer =
        http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    return new Told(
        answer.statusCode(),
        beginning(answer.body()),
        answer.headers().firstValue("WWW-Authenticate").orElse(""));
  }

  private static String beginning(InputStream body) throws Exception {
    byte[] bytes = new byte[1 << 16];
    int[] length = {0};
    Thread reader =
        Thread.ofVirtual()
            .start(
                () -> {
                  try (body) {
                    int read = 0;
                    while (read >= 0 && length[0] < bytes.length) {
                      length[0] += read;
                      read = body.read(bytes, length[0], bytes.length - length[0]);
                    }
                  } catch (java.io.IOException e) {
                    Thread.currentThread().interrupt(); // it was closed under it
                  }
                });
    reader.join(Duration.ofSeconds(2));
    body.close();
    return new String(bytes, 0, length[0], StandardCharsets.UTF_8);
  }
}
