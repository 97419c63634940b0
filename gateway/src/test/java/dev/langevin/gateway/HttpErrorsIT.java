package dev.langevin.gateway;

import static dev.langevin.gateway.HttpClients.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a request, and how the answer says so. */
class HttpErrorsIT {
  private static final Duration PATIENCE = Duration.ofMillis(700);
  @TempDir static Path directory;
  private static TestFleet fleet;
  private static Gateway gateway;
  private static HttpClients http;

  @BeforeAll
  static void start() throws Exception {
    fleet = new TestFleet(directory);
    gateway =
        fleet.gateway(Map.of("WATCHER_LIMIT", 2, "READER_PATIENCE", PATIENCE.toMillis() + "ms"));
    http = new HttpClients(gateway);
  }

  @AfterAll
  static void stop() {
    http.close();
    fleet.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "{\"generation\":{\"prompt\":\"a\",}};at line 1, column",
        "{⏎  \"generation\": {'prompt': 1}};at line 2, column",
        "{\"generation\":{\"prompt\":\"a\";at line 1, column 28",
        "{\"generation\":{\"prompt\":\"a\"}} x;at line 1, column",
        "{\"generation\":{\"prompt\":\"a\",\"prompt\":\"b\"}};\"prompt\" is there twice at line 1",
        "{\"generation\":{\"prompt\":\"\\ud800\"}};half of a surrogate pair at line 1",
        "{\"generation\":{\"steps\":1e999999999}};too large an exponent at line 1",
        "{\"generation\":NaN};at line 1, column",
        "// no⏎{};at line 1, column",
        "nothin;at line 1, column",
      })
  void malformedJson_isRefusedWithItsPlace(String body, String told) throws Exception {
    HttpResponse<String> response = http.post("/v1/generations", body.replace('⏎', '\n'));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(RestIT.reason(response)).isEqualTo("INVALID_BODY");
    assertThat(json(response).get("code").getAsInt()).isEqualTo(3);
    assertThat(json(response).get("message").getAsString()).contains(told);
  }

  @Test
  void emptyBody_isRefused() throws Exception {
    assertThat(RestIT.reason(http.post("/v1/generations", ""))).isEqualTo("INVALID_BODY");
  }

  @Test
  void deepJson_isRefused() throws Exception {
    HttpResponse<String> response =
        http.post("/v1/generations", "[".repeat(100_000) + "]".repeat(100_000));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).get("message").getAsString()).contains("more than 64 levels");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"prompt\":\"a\"}|prompt|unknown field; did you mean generation.prompt?",
        "{\"generation\":{\"prompt\":\"a\",\"stpes\":3}}|generation.stpes|unknown field; did you mean steps?",
        "{\"generation\":{\"prompt\":7}}|generation.prompt|7 is not a text",
        "{\"generation\":{\"prompt\":\"a\",\"steps\":\"many\"}}|generation.steps|\"many\" is not a whole number in 0..4294967295",
        "{\"generation\":{\"prompt\":\"a\",\"steps\":-1}}|generation.steps|-1 is not a whole number in 0..4294967295",
        "{\"generation\":{\"prompt\":\"a\",\"size\":\"1x1\"}}|generation.size|\"1x1\" is not an object",
        "{\"generation\":{\"prompt\":\"a\",\"priority\":\"HIGH\"}}|generation.priority|\"HIGH\" is not one of PRIORITY_INTERACTIVE, PRIORITY_BATCH",
        "{\"generation\":{\"prompt\":\"a\",\"deadline\":\"1 h\"}}|generation.deadline|\"1 h\" is not a time in seconds such as \"3.5s\"",
        "{\"generation\":{\"prompt\":\"a\",\"negativePrompt\":\"\",\"negative_prompt\":\"\"}}|generation.negative_prompt|it is there in both spellings",
        "{\"generation\":{\"prompt\":\"a\",\"steps\":0}}|steps|0 is not in 1..1000",
        "{}|generation|absent; it is required",
        "[]|body|an array is not an object",
      })
  void wrongField_isNamed(String body, String field, String told) throws Exception {
    HttpResponse<String> response = http.post("/v1/generations", body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    JsonArray violations =
        json(response)
            .getAsJsonArray("details")
            .get(1)
            .getAsJsonObject()
            .getAsJsonArray("fieldViolations");
    JsonElement violation = violations.get(0);
    assertThat(violation.getAsJsonObject().get("field").getAsString()).isEqualTo(field);
    assertThat(violation.getAsJsonObject().get("description").getAsString()).isEqualTo(told);
  }

  @Test
  void manyWrongFields_areAllNamed() throws Exception {
    HttpResponse<String> response =
        http.post(
            "/v1/generations",
            "{\"generation\":{\"prompt\":1,\"steps\":\"a\",\"samplerOptions\":{\"noise\":1}}}");
    assertThat(json(response).get("message").getAsString())
        .contains("generation.prompt", "generation.steps", "generation.samplerOptions.noise");
  }

  @Test
  void invalidUtf8_isRefused() throws Exception {
    String head =
        "POST /v1/generations HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
            + "Content-Length: 3\r\nConnection: close\r\n\r\n";
    assertThat(raw(head + "\"\u00ff\"")).startsWith("HTTP/1.1 400").contains("not UTF-8 at byte 1");
  }

  @Test
  void unknownPath_isNotFoundAsJson() throws Exception {
    for (String path : new String[] {"/nothing", "/v1/generations/a/b", "/v1/generations/a:b"}) {
      HttpResponse<String> response = http.get(path);
      assertThat(response.statusCode()).isEqualTo(404);
      assertThat(RestIT.reason(response)).isEqualTo("PATH_NOT_FOUND");
    }
  }

  @Test
  void otherMethod_isToldWhichThereAre() throws Exception {
    HttpResponse<String> response = http.send("PUT", "/v1/generations", "{}");
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("allow")).hasValue("GET, HEAD, OPTIONS, POST");
    assertThat(RestIT.reason(response)).isEqualTo("METHOD_NOT_ALLOWED");
  }

  @Test
  void otherContentType_isRefused() throws Exception {
    for (String type :
        new String[] {
          "text/plain", "application/json; charset=latin1", "application/x-www-form-urlencoded"
        }) {
      HttpResponse<String> response = http.post("/v1/generations", "{}", "Content-Type", type);
      assertThat(response.statusCode()).as(type).isEqualTo(415);
      assertThat(RestIT.reason(response)).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
    }
    assertThat(http.post("/v1/generations", "{}", "Content-Encoding", "gzip").statusCode())
        .isEqualTo(415);
    assertThat(
            http.post("/v1/generations", "{}", "Content-Type", "Application/JSON;charset=\"UTF-8\"")
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void largeBody_isRefused() throws Exception {
    HttpResponse<String> response = http.post("/v1/generations", "\"" + "x".repeat(4 << 20) + "\"");
    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(RestIT.reason(response)).isEqualTo("BODY_TOO_LARGE");
  }

  @Test
  void unknownParameter_isRefused() throws Exception {
    HttpResponse<String> response = http.get("/v1/generations?page_siez=3");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).get("message").getAsString())
        .isEqualTo("page_siez: unknown parameter; did you mean page_size?");
    assertThat(http.get("/v1/generations?page_size=many").statusCode()).isEqualTo(400);
    assertThat(http.get("/v1/generations/a?b=c").statusCode()).isEqualTo(400);
  }

  @Test
  void tooManyWatchers_areToldWhenToComeAgain() throws Exception {
    String id = RestIT.id(http.post("/v1/generations", "{\"generation\":{\"prompt\":\"a\"}}"));
    String events = "/v1/generations/" + id + "/events";
    try (HttpClients others = new HttpClients(gateway)) {
      others.lines("GET", events, null).body().iterator().next();
      others.lines("GET", events, null).body().iterator().next();
      HttpResponse<String> response = http.get(events);
      assertThat(response.statusCode()).isEqualTo(429);
      assertThat(response.headers().firstValue("retry-after")).hasValue("5");
      assertThat(RestIT.reason(response)).isEqualTo("TOO_MANY_WATCHERS");
      Calls.cancel(fleet.client(gateway), id);
    }
    Calls.await(() -> gateway.watchers() == 0);
  }

  @Test
  void uploadThatStops_isRefusedInTime() throws Exception {
    String head =
        "POST /v1/generations HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
            + "Content-Length: 1000\r\n\r\n";
    long since = System.nanoTime();
    assertThat(raw(head + "{")).startsWith("HTTP/1.1 408").contains("UPLOAD_TOO_SLOW");
    assertThat(Duration.ofNanos(System.nanoTime() - since)).isGreaterThanOrEqualTo(PATIENCE);
  }

  @Test
  void clientThatReadsNothing_isCutOff() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
      socket.setReceiveBufferSize(1024);
      String request = "GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n";
      OutputStream out = socket.getOutputStream();
      for (int i = 0; i < 3_000; i++) {
        out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      }
      Calls.await(() -> closed(out));
    }
    assertThat(http.get("/v1/generations").statusCode()).isEqualTo(200);
  }

  @Test
  void pageOfAnotherSite_isRefused() throws Exception {
    HttpResponse<String> response =
        http.post("/v1/generations", "{}", "Origin", "https://elsewhere.example");
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(RestIT.reason(response)).isEqualTo("ORIGIN_NOT_ALLOWED");
    assertThat(response.headers().firstValue("access-control-allow-origin")).isEmpty();
    assertThat(http.get("/v1/generations", "Origin", http.base()).statusCode()).isEqualTo(200);
  }

  private static boolean closed(OutputStream out) {
    try {
      out.write('\r');
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** All that is answered to these bytes, on a connection that nothing more comes over. */
  private static String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      try (InputStream in = socket.getInputStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }
}
