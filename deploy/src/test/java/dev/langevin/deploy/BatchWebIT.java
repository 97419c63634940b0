package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.langevin.client.local.LocalServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Batches over HTTP through the whole system. */
@Timeout(300)
class BatchWebIT {
  private static final String LINE = "{\"prompt\": \"a red house\", \"steps\": 4, \"seed\": %d}";

  @TempDir static Path data;
  private static AllInOne system;
  private static HttpClient http;

  @BeforeAll
  static void start() {
    system =
        AllInOne.start(new LocalServer.Settings(data, Command.checkedOutModels(), 0), stage -> {});
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    http.shutdownNow();
    system.close();
  }

  @Test
  void followedResults_comeInOrderWhileTheBatchRuns() throws Exception {
    String path = create(BatchCalls.file(40, LINE::formatted));

    List<JsonObject> results = new ArrayList<>();
    HttpResponse<Stream<String>> lines =
        http.send(get(path + "/results?follow=true"), HttpResponse.BodyHandlers.ofLines());
    String[] first = {""};
    lines
        .body()
        .filter(line -> !line.isEmpty())
        .forEach(
            line -> {
              if (results.isEmpty()) {
                first[0] = text(path);
              }
              results.add(JsonParser.parseString(line).getAsJsonObject());
            });

    assertThat(first[0]).as("at the first line").contains("STATE_RUNNING");
    assertThat(results).hasSize(40);
    for (int i = 0; i < results.size(); i++) {
      assertThat(results.get(i).get("line").getAsInt()).isEqualTo(i + 1);
      assertThat(results.get(i).get("state").getAsString()).isEqualTo("STATE_SUCCEEDED");
      assertThat(results.get(i).getAsJsonArray("artifacts")).hasSize(1);
    }
    assertThat(text(path + "/events"))
        .startsWith("id: end\nevent: batch\n")
        .contains("STATE_COMPLETED", "\"succeeded\":40");
    byte[] archive =
        http.send(get(path + "/archive"), HttpResponse.BodyHandlers.ofByteArray()).body();
    assertThat(names(archive))
        .hasSize(41)
        .startsWith("manifest.jsonl", "000001-0.png")
        .endsWith("000040-0.png");
    assertCommandsFetchTheSame(path.substring(path.lastIndexOf('/') + 1), archive);
  }

  private static void assertCommandsFetchTheSame(String id, byte[] archive) throws Exception {
    Command command = new Command(data.resolve("elsewhere"), Command.checkedOutModels());
    Path file = data.resolve("out.zip");
    String[] server = {"--server", system.address()};
    Langevins.Result fetched =
        command.run("batches", "download", id, "-o", file.toString(), server[0], server[1]);
    assertThat(fetched.code()).as(fetched.err()).isZero();
    assertThat(file).hasBinaryContent(archive);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      byte[] manifest = zip.getInputStream(zip.getEntry("manifest.jsonl")).readAllBytes();
      assertThat(command.run("batches", "results", id, server[0], server[1]).out())
          .isEqualTo(new String(manifest, StandardCharsets.UTF_8));
    }
  }

  @Test
  void upload_cutOffInTheMiddle_leavesNoBatchAndNoBlob() throws Exception {
    List<Path> blobs = blobs();
    String known = text("/v1/batches");
    try (Socket socket = new Socket("127.0.0.1", port())) {
      String lines = BatchCalls.file(20_000, LINE::formatted);
      String head =
          "POST /v1/batches HTTP/1.1\r\nHost: a\r\nContent-Type: application/jsonl\r\n"
              + "Content-Length: %d\r\n\r\n".formatted(lines.length() + 1);
      socket.getOutputStream().write((head + lines).getBytes(StandardCharsets.UTF_8));
      await(() -> !incoming().isEmpty());
    }
    await(() -> incoming().isEmpty());
    assertThat(blobs()).isEqualTo(blobs);
    assertThat(text("/v1/batches")).isEqualTo(known);
  }

  /** A condition that files decide. */
  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Condition condition) throws Exception {
    long end = System.nanoTime() + 60_000_000_000L;
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("in 60 s").isLessThan(end);
      Thread.sleep(20);
    }
  }

  private static String create(String file) throws Exception {
    HttpResponse<String> created =
        http.send(
            HttpRequest.newBuilder(uri("/v1/batches"))
                .header("Content-Type", "application/jsonl")
                .POST(HttpRequest.BodyPublishers.ofString(file))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    return URI.create(created.headers().firstValue("location").orElseThrow()).getPath();
  }

  private static HttpRequest get(String path) {
    return HttpRequest.newBuilder(uri(path)).build();
  }

  private static URI uri(String path) {
    return URI.create("http://" + system.address() + path);
  }

  private static int port() {
    return uri("/").getPort();
  }

  private static String text(String path) {
    try {
      return http.send(get(path), HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> names(byte[] archive) throws IOException {
    List<String> names = new ArrayList<>();
    try (InputStream bytes = new ByteArrayInputStream(archive);
        ZipInputStream zip = new ZipInputStream(bytes)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }

  private static List<Path> incoming() throws IOException {
    return files(data.resolve("artifacts/.incoming"));
  }

  private static List<Path> blobs() throws IOException {
    Path batches = data.resolve("artifacts/batches");
    return files(batches).stream()
        .filter(file -> !file.startsWith(batches.resolve("owner")))
        .toList();
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
