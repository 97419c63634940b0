package dev.langevin.runtime.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CollectorIT {
  /** What came in: path, a header, type, and the message as far as it is text. */
  private record Received(String path, String header, String type, String text) {}

  @TempDir Path folder;
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 8);
    server.createContext("/", this::take);
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  @Test
  void start_endpoint_getsSpansInTheProtocol() throws Exception {
    Path headers = Files.writeString(folder.resolve("headers"), "# ours\nX-Key: one\n");
    Tracing tracing =
        Tracing.start("denoiser", environment(Map.of("TRACES_HEADERS", headers.toString())));
    Trace.none().root("denoiser.run").set("langevin.generation", "3k9").close();
    Received first = received.poll(20, TimeUnit.SECONDS);
    Files.writeString(headers, "X-Key: two\n");
    Trace.none().root("denoiser.wait").close();
    Received second = received.poll(20, TimeUnit.SECONDS);
    tracing.close();

    assertThat(first.path()).isEqualTo("/v1/traces");
    assertThat(first.type()).isEqualTo("application/json");
    assertThat(first.header()).isEqualTo("one");
    assertThat(first.text())
        .contains("service.name", "denoiser", "denoiser.run", "langevin.generation", "3k9");
    assertThat(second.header()).isEqualTo("two");
  }

  @Test
  void start_shareOfNothing_recordsWhatOthersRecordAlone() throws Exception {
    Tracing tracing = Tracing.start("denoiser", environment(Map.of("TRACES_SAMPLE", "0")));
    String id = "0af7651916cd43dd8448eb211c80319c";
    Trace unasked = Trace.none();
    Trace recorded = Trace.of("00-%s-b7ad6b7169203331-01".formatted(id));
    Trace left = Trace.of("00-%s-b7ad6b7169203331-00".formatted(id));
    unasked.root("unasked").close();
    left.begin("left").close();
    recorded.begin("recorded").close();
    Received only = received.poll(20, TimeUnit.SECONDS);
    tracing.close();

    assertThat(only.text()).contains("recorded").doesNotContain("unasked", "left");
    assertThat(received).isEmpty();
    assertThat(recorded.recorded()).contains(id);
    assertThat(left.recorded()).isEmpty();
  }

  @Test
  void export_collectorThatIsBusy_isAskedAgain() throws Exception {
    answers.addAll(List.of(503, 429, 204));
    Tracing tracing = Tracing.start("denoiser", environment(Map.of()));
    Trace.none().root("first").close();
    List<Received> tries = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      tries.add(received.poll(20, TimeUnit.SECONDS));
    }
    Trace.none().root("second").close();
    Received next = received.poll(20, TimeUnit.SECONDS);
    tracing.close();

    assertThat(tries).allSatisfy(one -> assertThat(one.text()).contains("first"));
    assertThat(next.text()).as("no fourth try").contains("second");
  }

  @Test
  void export_collectorThatRefuses_isNotAskedAgain() throws Exception {
    answers.add(400);
    Tracing tracing = Tracing.start("denoiser", environment(Map.of()));
    Trace.none().root("first").close();
    received.poll(20, TimeUnit.SECONDS);
    Trace.none().root("second").close();
    Received next = received.poll(20, TimeUnit.SECONDS);
    tracing.close();

    assertThat(next.text()).contains("second").doesNotContain("first");
    assertThat(tracing.lost()).containsExactly(Map.entry("collector", 1L));
  }

  /** The kernel takes the connection; nobody ever answers. */
  @Test
  @Timeout(60)
  void start_endpointThatHangs_costsTheFileNothing() throws Exception {
    Path file = folder.resolve("spans.jsonl");
    try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getByName("127.0.0.1"))) {
      String url = "http://127.0.0.1:" + silent.getLocalPort();
      Tracing tracing =
          Tracing.start(
              "denoiser", environment(Map.of("TRACES_ENDPOINT", url, "TRACES", file.toString())));
      Trace.none().root("denoiser.run").close();
      long began = System.nanoTime();
      tracing.close();

      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    }
    assertThat(Files.readString(file)).contains("denoiser.run");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:4318", "ftp://a/", "http://", "http://a b"})
  void start_noUrl_isRefused(String endpoint) {
    Environment environment = Environment.of(Map.of("LANGEVIN_TRACES_ENDPOINT", endpoint));
    assertThatThrownBy(() -> Tracing.start("denoiser", environment))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("LANGEVIN_TRACES_ENDPOINT: %s is not".formatted(endpoint));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "half", ".", "1e-1"})
  void start_noShare_isRefused(String share) {
    assertThatThrownBy(() -> Tracing.start("denoiser", environment(Map.of("TRACES_SAMPLE", share))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("0..1");
  }

  @Test
  void start_headersThatAreNotThere_areRefused() {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(
            () ->
                Tracing.start(
                    "denoiser", environment(Map.of("TRACES_HEADERS", missing.toString()))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("LANGEVIN_TRACES_HEADERS: %s can't be read".formatted(missing));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization Bearer s3cret",
        ": s3cret",
        "X Key: s3cret",
        "Host: s3cret",
        "X-Key: s3cret\u0001",
        "content-encoding: s3cret"
      })
  void start_headersThatCannotBeSent_areRefusedByTheirLine(String line) throws IOException {
    Path headers = Files.writeString(folder.resolve("headers"), "# ours\n\nX-Key: one\n" + line);
    assertThatThrownBy(
            () ->
                Tracing.start(
                    "denoiser", environment(Map.of("TRACES_HEADERS", headers.toString()))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("LANGEVIN_TRACES_HEADERS: %s: line 4 ".formatted(headers))
        .hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @CsvSource({"TRACES_HEADERS, headers", "TRACES_SAMPLE, 0.5"})
  void start_settingsOfNoUse_areRefused(String key, String value) {
    Environment environment = Environment.of(Map.of(Environment.PREFIX + key, value));
    assertThatThrownBy(() -> Tracing.start("denoiser", environment))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("LANGEVIN_%s: %s has no use without".formatted(key, value))
        .hasMessageContaining("LANGEVIN_TRACES_ENDPOINT");
  }

  private Environment environment(Map<String, String> more) {
    Map<String, String> all = new HashMap<>();
    all.put("LANGEVIN_TRACES_ENDPOINT", "http://127.0.0.1:" + server.getAddress().getPort());
    more.forEach((key, value) -> all.put(Environment.PREFIX + key, value));
    return Environment.of(all);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = new GZIPInputStream(exchange.getRequestBody()).readAllBytes();
      received.add(
          new Received(
              exchange.getRequestURI().getPath(),
              exchange.getRequestHeaders().getFirst("X-Key"),
              exchange.getRequestHeaders().getFirst("Content-Type"),
              new String(body, StandardCharsets.UTF_8)));
      Integer answer = answers.poll();
      exchange.sendResponseHeaders(answer == null ? 200 : answer, -1);
    }
  }
}
