package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages of an origin that the settings list. */
class CorsIT {
  private static final String ORIGIN = "https://page.example";
  private static final String CALL = "/langevin.v1.GenerationService/ListModels";
  @TempDir static Path directory;
  private static TestFleet fleet;
  private static HttpClients http;

  @BeforeAll
  static void start() throws Exception {
    fleet = new TestFleet(directory);
    http =
        new HttpClients(
            fleet.gateway(Map.of("CORS_ORIGINS", ORIGIN, "PUBLIC_URL", "https://api.example/x/")));
  }

  @AfterAll
  static void stop() {
    http.close();
    fleet.close();
  }

  @Test
  void preflight_ofRoutesAndCalls_isAllowed() throws Exception {
    for (String path : List.of("/v1/generations", CALL)) {
      HttpResponse<String> response =
          http.send(
              "OPTIONS",
              path,
              null,
              "Origin",
              ORIGIN,
              "Access-Control-Request-Method",
              "POST",
              "Access-Control-Request-Headers",
              "content-type,x-grpc-web");
      assertThat(response.statusCode()).isEqualTo(204);
      assertThat(response.headers().firstValue("access-control-allow-origin")).hasValue(ORIGIN);
      assertThat(response.headers().firstValue("access-control-allow-headers"))
          .hasValue("content-type,x-grpc-web");
    }
  }

  @Test
  void answers_mayBeRead() throws Exception {
    HttpResponse<String> models = http.get("/v1/models", "Origin", ORIGIN);
    HttpResponse<String> missing = http.get("/nothing", "Origin", ORIGIN);
    HttpResponse<byte[]> call = grpcWeb(ORIGIN);
    assertThat(call.statusCode()).isEqualTo(200);
    assertThat(call.body()).isNotEmpty();
    for (HttpResponse<?> response : List.of(models, missing, call)) {
      assertThat(response.headers().firstValue("access-control-allow-origin")).hasValue(ORIGIN);
      assertThat(response.headers().firstValue("access-control-expose-headers").orElse(""))
          .contains("grpc-status");
      assertThat(response.headers().firstValue("vary")).hasValue("Origin");
    }
  }

  @Test
  void otherOrigins_areRefused() throws Exception {
    assertThat(grpcWeb("https://page.example.evil").statusCode()).isEqualTo(403);
    assertThat(http.get("/v1/models", "Origin", "null").statusCode()).isEqualTo(403);
  }

  /** A page that has its own name lead here is of this server's site, as its browser sees it. */
  @Test
  void otherHosts_areRefused() throws Exception {
    assertThat(answer("evil.example")).startsWith("HTTP/1.1 403").contains("HOST_NOT_ALLOWED");
    assertThat(answer("api.example")).startsWith("HTTP/1.1 200");
    assertThat(answer("page.example")).startsWith("HTTP/1.1 200");
  }

  private static String answer(String host) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", URI.create(http.base()).getPort())) {
      String head = "GET /v1/models HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(head.formatted(host).getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void publicUrl_isWhereResultsAre() throws Exception {
    HttpResponse<String> created =
        http.post("/v1/generations", "{\"generation\":{\"prompt\":\"a\"}}");
    assertThat(created.headers().firstValue("location").orElse(""))
        .startsWith("https://api.example/x/v1/generations/");
  }

  private static HttpResponse<byte[]> grpcWeb(String origin) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(http.base() + CALL))
              .header("content-type", "application/grpc-web+proto")
              .header("origin", origin)
              .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[5]))
              .build(),
          HttpResponse.BodyHandlers.ofByteArray());
    }
  }
}
