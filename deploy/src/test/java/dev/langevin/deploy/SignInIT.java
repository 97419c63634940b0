package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.client.api.LangevinClient;
import dev.langevin.gateway.identity.ApiKey;
import dev.langevin.gateway.identity.KeyFile;
import dev.langevin.gateway.identity.KeyText;
import dev.langevin.gateway.identity.Scope;
import dev.langevin.v1.GenerationRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole system where callers sign in, at its most talkative; no secret is in what it leaves.
 */
@Timeout(500)
class SignInIT {
  private static final String WEBHOOKS = "whsec_" + "c2VjcmV0".repeat(4);
  private static final String TOKEN = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJtYWxsb3J5In0.c2lnbmF0dXJl";

  @TempDir Path directory;

  static KeyText key(Path file, String tenant) {
    KeyText text = KeyText.random(new SecureRandom());
    KeyFile.store(
        file,
        List.of(
            new ApiKey(
                text.id(),
                HexFormat.of().formatHex(text.sha256()),
                tenant,
                Set.of(Scope.READ, Scope.WRITE),
                "",
                Instant.now(),
                Optional.empty(),
                Optional.empty())));
    return text;
  }

  @Test
  void run_withEverySecret_leavesNone() throws Exception {
    Path data = Files.createDirectory(directory.resolve("data"));
    Path audit = data.resolve("audit.jsonl");
    KeyText key = key(directory.resolve("keys.json"), "acme");
    KeyText wrong = KeyText.random(new SecureRandom());
    Path keyFile = Files.writeString(directory.resolve("key"), key.text() + "\n");
    Map<String, String> settings =
        Map.of(
            "LANGEVIN_LOG",
            "trace",
            "LANGEVIN_API_KEYS",
            directory.resolve("keys.json").toString(),
            "LANGEVIN_WEBHOOK_SECRET",
            WEBHOOKS,
            "LANGEVIN_AUDIT",
            audit.toString());
    try (ServerProcess server = ServerProcess.start(data, settings)) {
      calls(server.address(), key.text(), wrong.text());
      Command command = new Command(directory.resolve("client"), Command.checkedOutModels());
      Langevins.Result listed =
          command.run("list", "--server", server.address(), "--api-key-file", keyFile.toString());
      assertThat(listed.code()).as(listed.err()).isZero();
      assertThat(listed.out()).contains("a quagga");
      Langevins.Result refused = command.run("list", "--server", server.address());
      assertThat(refused.code()).isNotZero();
      assertThat(refused.err()).contains("no key; send one");
      awaitLine(audit, "KEY_UNKNOWN");
    }
    List<String> secrets =
        List.of(key.text().substring(21), wrong.text().substring(21), TOKEN, WEBHOOKS);
    assertThat(Files.readString(audit))
        .contains("\"tenant\":\"acme\",\"subject\":\"key:" + key.id() + "\"")
        .contains("\"call\":\"CreateGeneration\"")
        .contains("KEY_UNKNOWN")
        .doesNotContain("quagga");
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (String secret : secrets) {
          assertThat(text.contains(secret)).as("%s in %s", secret, file).isFalse();
        }
      }
    }
    assertThat(data.resolve("langevin.log")).isNotEmptyFile();
  }

  private static void calls(String address, String key, String wrong) throws Exception {
    try (LangevinClient client =
        LangevinClient.builder()
            .gateway(address)
            .apiKey(key)
            .deadline(Duration.ofMinutes(2))
            .build()) {
      assertThat(
              client.generate(
                  GenerationRequest.newBuilder().setPrompt("a quagga").setSteps(2).build()))
          .hasSize(1);
    }
    try (HttpClient http = HttpClient.newHttpClient()) {
      assertThat(get(http, address, "/v1/models", "Bearer " + key).statusCode()).isEqualTo(200);
      for (String bad : List.of("Bearer " + wrong, "Bearer " + TOKEN, "Basic " + key, key)) {
        HttpResponse<String> refused = get(http, address, "/v1/generations/x", bad);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).doesNotContain(key, wrong, TOKEN);
      }
      assertThat(get(http, address, "/v1/generations?nonsense=1", "Bearer " + key).body())
          .contains("unknown parameter")
          .doesNotContain(key);
    }
  }

  private static HttpResponse<String> get(
      HttpClient http, String address, String path, String authorization)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://" + address + path))
            .header("Authorization", authorization)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static void awaitLine(Path file, String text) throws Exception {
    long end = System.nanoTime() + 20_000_000_000L;
    while (!Files.readString(file).contains(text)) {
      assertThat(System.nanoTime()).as("in 20 s").isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
