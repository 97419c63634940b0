package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.langevin.client.api.Job;
import dev.langevin.client.api.LangevinClient;
import dev.langevin.runtime.metrics.Meter;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running system tells of itself: probes, numbers, and the trace of a generation. */
class SightIT {
  private static final int STEPS = 4;

  /** Where a generation's time goes; each after what it is a part of. */
  private static final Set<String> TREE =
      Set.of(
          "gateway.create",
          "gateway.create > kafka.enqueue",
          "gateway.create > kafka.accept",
          "gateway.create > kafka.enqueue > orchestrator.queue",
          "gateway.create > kafka.enqueue > orchestrator.job",
          "gateway.create > kafka.enqueue > orchestrator.job > orchestrator.claim",
          "gateway.create > kafka.enqueue > orchestrator.job > orchestrator.encode",
          "gateway.create > kafka.enqueue > orchestrator.job > orchestrator.encode > encoder.encode",
          "gateway.create > kafka.enqueue > orchestrator.job > orchestrator.open",
          "gateway.create > kafka.enqueue > orchestrator.job > orchestrator.evaluation",
          "gateway.create > kafka.enqueue > orchestrator.job > orchestrator.evaluation"
              + " > denoiser.wait",
          "gateway.create > kafka.enqueue > orchestrator.job > orchestrator.evaluation"
              + " > denoiser.run",
          "gateway.create > kafka.enqueue > orchestrator.job > orchestrator.decode",
          "gateway.create > kafka.enqueue > orchestrator.job > orchestrator.decode"
              + " > decoder.decode",
          "gateway.create > kafka.enqueue > orchestrator.job > orchestrator.decode"
              + " > decoder.decode > decoder.network",
          "gateway.create > kafka.enqueue > orchestrator.job > orchestrator.decode"
              + " > decoder.decode > decoder.file",
          "gateway.create > kafka.enqueue > orchestrator.job > orchestrator.decode"
              + " > decoder.decode > decoder.store",
          "gateway.create > kafka.enqueue > orchestrator.job > orchestrator.film",
          "gateway.create > kafka.enqueue > orchestrator.job > orchestrator.end");

  /** Numbers that a system without these tells nothing of; all others are always there. */
  private static final Set<String> NOT_ALWAYS =
      Set.of(
          "langevin_certificate_expiry_seconds", // where there are certificates
          "langevin_gpu_memory_bytes", // where there is one
          "langevin_retries_total", // counted from the first on
          "langevin_spans_lost_total"); // where spans are sent to anybody

  @TempDir Path data;

  @Test
  void serve_aGeneration_isATree() throws Exception {
    Path traces = data.resolve("spans.jsonl");
    Generation made;
    try (ServerProcess server =
        ServerProcess.start(data, Map.of("LANGEVIN_TRACES", traces.toString()))) {
      made = generate(server, 1);
      server.stop();
    }
    List<JsonObject> spans =
        spans(traces).stream()
            .filter(span -> span.get("traceId").getAsString().equals(made.getTraceId()))
            .toList();
    Map<String, Long> paths =
        spans.stream()
            .collect(Collectors.groupingBy(span -> path(span, spans), Collectors.counting()));
    assertThat(paths.keySet()).isEqualTo(TREE);
    String job = "gateway.create > kafka.enqueue > orchestrator.job";
    assertThat(paths.get(job + " > orchestrator.evaluation")).isEqualTo(STEPS);
    assertThat(paths.get(job + " > orchestrator.evaluation > denoiser.run")).isEqualTo(STEPS);
    assertThat(paths.get(job)).isEqualTo(1);
  }

  /** What a process that is killed had sent by then, and what the next one makes of it. */
  @Test
  void serve_killedInTheMidst_goesOnInTheSameTrace() throws Exception {
    Path traces = data.resolve("spans.jsonl");
    Map<String, String> settings = Map.of("LANGEVIN_TRACES", traces.toString());
    String id;
    try (ServerProcess first = ServerProcess.start(data, settings);
        LangevinClient client = LangevinClient.connect(first.address())) {
      Job job =
          client.submit(
              GenerationRequest.newBuilder().setPrompt("a tree").setSteps(400).setSeed(1).build());
      id = job.id();
      while (!recorded(traces, "orchestrator.evaluation")) {
        assertThat(job.now().getState()).isNotEqualTo(Generation.State.STATE_SUCCEEDED);
      }
      first.kill();
    }
    Generation made;
    try (ServerProcess second = ServerProcess.start(data, settings)) {
      try (LangevinClient client = LangevinClient.connect(second.address())) {
        made = client.job(id).await();
      }
      second.stop();
    }
    List<JsonObject> spans =
        spans(traces).stream()
            .filter(span -> span.get("traceId").getAsString().equals(made.getTraceId()))
            .toList();
    assertThat(spans.stream().filter(span -> named(span, "orchestrator.queue"))).hasSize(2);
    Set<String> jobs =
        spans.stream()
            .filter(span -> named(span, "orchestrator.evaluation"))
            .map(span -> span.get("parentSpanId").getAsString())
            .collect(Collectors.toSet());
    assertThat(jobs).as("evaluations of both attempts").hasSize(2);
  }

  private static boolean recorded(Path traces, String name) throws IOException {
    return Files.exists(traces) && Files.readString(traces).contains("\"" + name + "\"");
  }

  private static boolean named(JsonObject span, String name) {
    return span.get("name").getAsString().equals(name);
  }

  @Test
  void serve_shareOfNothing_recordsWhatTheClientRecordsAlone() throws Exception {
    Path traces = data.resolve("spans.jsonl");
    String id = "0af7651916cd43dd8448eb211c80319c";
    try (ServerProcess server =
            ServerProcess.start(
                data, Map.of("LANGEVIN_TRACES", traces.toString(), "LANGEVIN_TRACES_SAMPLE", "0"));
        HttpClient client = HttpClient.newHttpClient()) {
      assertThat(generate(server, 1).getTraceId()).isEmpty();
      HttpRequest create =
          HttpRequest.newBuilder(URI.create("http://%s/v1/generations".formatted(server.address())))
              .header("Content-Type", "application/json")
              .header("traceparent", "00-%s-b7ad6b7169203331-01".formatted(id))
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "{\"generation\": {\"prompt\": \"a tree\", \"steps\": 2}}"))
              .build();
      JsonObject made =
          JsonParser.parseString(client.send(create, HttpResponse.BodyHandlers.ofString()).body())
              .getAsJsonObject();
      assertThat(made.toString()).contains(id);
      try (LangevinClient langevin = LangevinClient.connect(server.address())) {
        langevin.job(made.getAsJsonObject("generation").get("id").getAsString()).await();
      }
      server.stop();
    }
    Set<String> recorded =
        spans(traces).stream()
            .map(span -> span.get("traceId").getAsString())
            .collect(Collectors.toSet());
    assertThat(recorded).containsExactly(id);
  }

  @Test
  void serve_managementPort_isReadyAndTellsAllNumbersAndNoOthers() throws Exception {
    int port = freePort();
    try (ServerProcess server =
            ServerProcess.start(
                data,
                Map.of(
                    "LANGEVIN_MANAGEMENT_PORT",
                    Integer.toString(port),
                    "LANGEVIN_WARM_MODELS",
                    "storybook",
                    "LANGEVIN_BATCH_CAP",
                    "0")); // it is ready once that is measured
        HttpClient client = HttpClient.newHttpClient()) {
      awaitReady(client, port);
      generate(server, 1);
      String text = get(client, port, "/metrics").body();
      Map<String, Set<String>> told = labels(text);
      Map<String, Set<String>> listed = new HashMap<>();
      for (Meter meter : Meter.values()) {
        listed.put(meter.fullName(), new TreeSet<>(meter.labels()));
      }
      told.forEach((name, labels) -> assertThat(labels).as(name).isEqualTo(listed.get(name)));
      Set<String> missing = new TreeSet<>(listed.keySet());
      missing.removeAll(told.keySet());
      missing.removeAll(NOT_ALWAYS);
      assertThat(missing).isEmpty();
      assertThat(text)
          .contains(
              "langevin_ready 1.0",
              "langevin_generations_total{state=\"succeeded\"} 1.0",
              "langevin_evaluations_total 4.0",
              "langevin_slots{pool=\"default\",priority=\"interactive\",state=\"idle\"} 24.0",
              "langevin_replicas{service=\"denoiser\",state=\"up\"} 1.0");
    }
  }

  private static Generation generate(ServerProcess server, int seed) {
    GenerationRequest request =
        GenerationRequest.newBuilder().setPrompt("a tree").setSteps(STEPS).setSeed(seed).build();
    try (LangevinClient client = LangevinClient.connect(server.address())) {
      return client.submit(request).await();
    }
  }

  private static List<JsonObject> spans(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .flatMap(message -> message.getAsJsonArray("resourceSpans").asList().stream())
        .flatMap(of -> of.getAsJsonObject().getAsJsonArray("scopeSpans").asList().stream())
        .flatMap(of -> of.getAsJsonObject().getAsJsonArray("spans").asList().stream())
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  /** The names from the first one down to it. */
  private static String path(JsonObject span, List<JsonObject> all) {
    String name = span.get("name").getAsString();
    if (!span.has("parentSpanId")) {
      return name;
    }
    return all.stream()
        .filter(one -> one.get("spanId").equals(span.get("parentSpanId")))
        .findFirst()
        .map(parent -> path(parent, all) + " > " + name)
        .orElse("? > " + name);
  }

  /** The names of the numbers and of their labels, without those of the JVM. */
  private static Map<String, Set<String>> labels(String text) {
    Map<String, Set<String>> all = new HashMap<>();
    text.lines()
        .filter(line -> line.startsWith("langevin_"))
        .forEach(
            line -> {
              String[] parts = line.split("[{}]");
              String name = parts[0].split(" ")[0].replaceFirst("_(bucket|sum|count)$", "");
              Set<String> labels = all.computeIfAbsent(name, key -> new TreeSet<>());
              if (parts.length > 1) {
                Arrays.stream(parts[1].split(",(?=[a-z]+=)"))
                    .map(label -> label.split("=")[0])
                    .filter(label -> !label.equals("le"))
                    .forEach(labels::add);
              }
            });
    return all;
  }

  private static void awaitReady(HttpClient client, int port) throws Exception {
    long until = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    HttpResponse<String> ready = get(client, port, "/readyz");
    while (ready.statusCode() != 200) {
      assertThat(System.nanoTime()).as(ready.body()).isLessThan(until);
      ready = get(client, port, "/readyz");
    }
  }

  private static HttpResponse<String> get(HttpClient client, int port, String path)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path))).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
