package dev.langevin.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.langevin.client.Shell;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TraceCommandTest extends ServerTest {
  private static final String SPANS =
      """
      {"resourceSpans": [{"resource": {"attributes": []}, "scopeSpans": [{"spans": [\
      {"traceId": "%1$s", "spanId": "1", "name": "gateway.create", "startTimeUnixNano": "0",\
       "endTimeUnixNano": "9000000", "attributes": [{"key": "langevin.generation",\
       "value": {"stringValue": "g1"}}]},\
      {"traceId": "%1$s", "spanId": "2", "parentSpanId": "1", "name": "orchestrator.job",\
       "startTimeUnixNano": "1000000", "endTimeUnixNano": "9000000"},\
      {"traceId": "other", "spanId": "3", "name": "somebody.else", "startTimeUnixNano": "0",\
       "endTimeUnixNano": "1"}]}]}]}
      """;

  @Test
  void trace_withoutTraces_showsTheStages() {
    Shell.Result result = run("trace", "g1");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).contains("generation g1", "queue");
  }

  @Test
  void trace_file_showsItsSpansAlone() throws Exception {
    Path file = Files.writeString(home.resolve("spans.jsonl"), SPANS.formatted("t1"));
    Path picture = home.resolve("trace.png");

    Shell.Result result = run("trace", "g1", "--traces", file.toString(), "-o", picture.toString());

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("gateway.create", "orchestrator.job", "8.0 ms")
        .doesNotContain("somebody.else");
    assertThat(picture).exists();
  }

  /** A retry's, or whatever else a client put into its own trace. */
  @Test
  void trace_fileWithAnotherGenerationInTheSameTrace_leavesThatOut() throws Exception {
    String other =
        """
        {"resourceSpans": [{"resource": {"attributes": []}, "scopeSpans": [{"spans": [\
        {"traceId": "t1", "spanId": "8", "name": "gateway.retry", "startTimeUnixNano": "0",\
         "endTimeUnixNano": "9000000", "attributes": [{"key": "langevin.generation",\
         "value": {"stringValue": "g2"}}]},\
        {"traceId": "t1", "spanId": "9", "parentSpanId": "8", "name": "kafka.accept",\
         "startTimeUnixNano": "1000000", "endTimeUnixNano": "9000000"}]}]}]}
        """;
    Path file = Files.writeString(home.resolve("spans.jsonl"), SPANS.formatted("t1") + other);

    Shell.Result result = run("trace", "g1", "--traces", file.toString());

    assertThat(result.out())
        .contains("gateway.create", "orchestrator.job")
        .doesNotContain("gateway.retry", "kafka.accept");
  }

  /** Such as one that a process did not finish. */
  @Test
  void trace_fileWithLinesThatCannotBeRead_showsTheOthersAndSaysSo() throws Exception {
    String broken = SPANS.formatted("t1").strip();
    Path file =
        Files.writeString(
            home.resolve("spans.jsonl"),
            "not of it {\n"
                + broken.substring(0, broken.length() / 2)
                + "\n"
                + SPANS.formatted("t1"));

    Shell.Result result = run("trace", "g1", "--traces", file.toString());

    assertThat(result.out()).contains("gateway.create", "orchestrator.job");
    assertThat(result.err()).contains("lines that can't be read, and are left out: 1");
    Files.writeString(file, broken.substring(0, broken.length() / 2));
    server.traceId = "t1";
    assertThat(run("trace", "g1", "--traces", file.toString()).err())
        .contains("holds something else than spans");
  }

  @Test
  void trace_server_isAskedByTheTrace() throws Exception {
    server.traceId = "0af7651916cd43dd8448eb211c80319c";
    HttpServer jaeger =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 8);
    jaeger.createContext(
        "/api/v3/traces/" + server.traceId,
        exchange -> {
          try (exchange) {
            byte[] body = SPANS.formatted(server.traceId).strip().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    jaeger.start();
    try {
      String url = "http://127.0.0.1:" + jaeger.getAddress().getPort();

      assertThat(run("trace", "g1", "--traces", url).out()).contains("orchestrator.job");
      server.traceId = "ffffffffffffffffffffffffffffffff";
      assertThat(run("trace", "g1", "--traces", url).err())
          .contains("does not have trace " + server.traceId);
    } finally {
      jaeger.stop(0);
    }
  }

  @Test
  void trace_notRecorded_saysSo() throws Exception {
    Path file = Files.writeString(home.resolve("spans.jsonl"), "\n");

    assertThat(run("trace", "g1", "--traces", file.toString()).err())
        .contains("has no span of generation g1: it is not recorded");
    assertThat(run("trace", "g1", "--traces", "http://127.0.0.1:1").err())
        .contains("it is not recorded");
    assertThat(run("trace", "g1", "--traces", home.resolve("none").toString()).code()).isEqualTo(2);
  }
}
