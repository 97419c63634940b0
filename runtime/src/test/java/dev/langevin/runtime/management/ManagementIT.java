package dev.langevin.runtime.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ManagementIT {
  /** What a test says of a service. */
  private static final class Said implements Condition {
    private volatile List<String> missing = List.of();
    private volatile Optional<String> stuck = Optional.empty();
    private final CountDownLatch asked = new CountDownLatch(3);

    @Override
    public List<String> missing() {
      asked.countDown();
      return missing;
    }

    @Override
    public Optional<String> stuck() {
      return stuck;
    }
  }

  private final HttpClient client = HttpClient.newHttpClient();
  private final Said said = new Said();
  private final Management management = Management.start(new ManagementSettings("127.0.0.1", 0));

  @AfterEach
  void close() {
    client.close();
    management.close();
  }

  @Test
  void start_nobodyIsWatchedYet_livesAndIsNotReady() throws Exception {
    assertThat(get("/livez").statusCode()).isEqualTo(200);
    HttpResponse<String> ready = get("/readyz");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).isEqualTo("not ready\nit is starting\n");
  }

  @Test
  void readyz_somethingIsMissing_saysWhat() throws Exception {
    said.missing = List.of("no model", "no Kafka");
    management.watch(Map.of("gateway", said));
    assertThat(said.asked.await(10, TimeUnit.SECONDS)).isTrue();
    HttpResponse<String> ready = get("/readyz");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).isEqualTo("not ready\ngateway: no model\ngateway: no Kafka\n");
  }

  @Test
  void readyz_nothingIsMissingAnyMore_staysReadyUntilDrained() throws Exception {
    management.watch(Map.of("gateway", said));
    awaitReady();
    said.missing = List.of("Kafka went away");
    assertThat(get("/readyz").body()).isEqualTo("ready\n");
    management.drain();
    HttpResponse<String> ready = get("/readyz");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).contains("it is stopping");
    assertThat(get("/livez").statusCode()).isEqualTo(200);
  }

  @Test
  void livez_stuck_saysWhy() throws Exception {
    said.stuck = Optional.of("it hangs");
    management.watch(Map.of("denoiser", said));
    HttpResponse<String> live = get("/livez");
    assertThat(live.statusCode()).isEqualTo(503);
    assertThat(live.body()).isEqualTo("not alive\ndenoiser: it hangs\n");
  }

  @Test
  void metrics_oldFormatAndOpenMetrics() throws Exception {
    HttpResponse<String> plain = get("/metrics");
    assertThat(plain.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
    assertThat(plain.body()).contains("langevin_ready 0.0", "jvm_memory_used_bytes{area=\"heap\"}");
    HttpResponse<String> open =
        client.send(
            request("/metrics")
                .header("Accept", "application/openmetrics-text; version=1.0.0, */*;q=0.1")
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(open.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/openmetrics-text");
    assertThat(open.body()).endsWith("# EOF\n");
  }

  @Test
  void otherPathsAndMethods_areRefused() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(404);
    assertThat(get("/metrics/more").statusCode()).isEqualTo(404);
    HttpResponse<String> posted =
        client.send(
            request("/livez").POST(HttpRequest.BodyPublishers.noBody()).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(posted.statusCode()).isEqualTo(405);
    assertThat(posted.headers().firstValue("Allow")).contains("GET, HEAD");
  }

  /** Heads that never end, and answers that nobody reads, of more connections than are served. */
  @Test
  void slowClients_doNotHoldProbesUp() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 80; i++) {
        Socket socket = new Socket("127.0.0.1", management.port());
        slow.add(socket);
        String head = i % 2 == 0 ? "GET /metrics HTTP/1.1\r\nHo" : "GET /metrics HTTP/1.1\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      }
      assertThat(eventually("/livez")).isEqualTo(200);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void start_noPort_listensOnNone() {
    try (Management none = Management.start(ManagementSettings.of(Environment.of(Map.of())))) {
      assertThat(none.port()).isEqualTo(ManagementSettings.NONE);
    }
  }

  @Test
  void start_portInUse_namesTheSetting() {
    ManagementSettings taken = new ManagementSettings("127.0.0.1", management.port());
    assertThatThrownBy(() -> Management.start(taken))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(
            "LANGEVIN_MANAGEMENT_PORT: can't listen on 127.0.0.1:%d".formatted(taken.port()));
  }

  @Test
  void settings_hostOfTheService_isTheDefault() {
    Environment environment =
        Environment.of(Map.of("LANGEVIN_HOST", "0.0.0.0", "LANGEVIN_MANAGEMENT_PORT", "9464"));
    assertThat(ManagementSettings.of(environment))
        .isEqualTo(new ManagementSettings("0.0.0.0", 9464));
  }

  private void awaitReady() throws Exception {
    assertThat(eventually("/readyz")).isEqualTo(200);
  }

  /** Asks until it is told what is wanted; an answer may be refused on the way. */
  private int eventually(String path) throws Exception {
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    int status = 0;
    while (status != 200 && System.nanoTime() < until) {
      try {
        status = get(path).statusCode();
      } catch (IOException e) {
        status = 0; // it was refused
      }
    }
    return status;
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:%d%s".formatted(management.port(), path)))
        .timeout(Duration.ofSeconds(10));
  }
}
