package dev.langevin.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import dev.langevin.gateway.GatewayException;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GuidanceOptions;
import dev.langevin.v1.PromptSyntax;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyHookTest {
  private static final GenerationRequest REQUEST =
      GenerationRequest.newBuilder()
          .setModel("storybook@1")
          .setPrompt("a boat")
          .setNegativePrompt("fog")
          .setPromptSyntax(PromptSyntax.PROMPT_SYNTAX_A1111)
          .setGuidanceOptions(GuidanceOptions.newBuilder().setMethod("CFG++"))
          .putLabels(ContentPolicy.LABEL, "made up")
          .putLabels("own", "stays")
          .build();

  private final BlockingQueue<String> questions = new LinkedBlockingQueue<>();
  private final CountDownLatch late = new CountDownLatch(1);
  private HttpServer server;
  private volatile int status = 200;
  private volatile String answer = "{\"allow\": true}";
  private volatile boolean slow;
  private volatile boolean stalls;
  private PolicyHook hook;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/check",
        exchange -> {
          questions.add(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          if (slow) {
            awaitEnd();
          }
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
          exchange.getResponseBody().flush();
          if (stalls) {
            awaitEnd();
          }
          exchange
              .getResponseBody()
              .write(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
          exchange.close();
        });
    server.start();
    hook = hook(Duration.ofSeconds(30));
  }

  private void awaitEnd() {
    try {
      late.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private PolicyHook hook(Duration timeout) {
    URI url = URI.create("http://127.0.0.1:%d/check".formatted(server.getAddress().getPort()));
    return new PolicyHook(url, timeout);
  }

  @AfterEach
  void stop() {
    late.countDown();
    hook.close();
    server.stop(0);
  }

  private GenerationRequest admit(boolean open) {
    return new ContentPolicy(() -> PolicyFile.NONE, Optional.of(hook), open).admit("acme", REQUEST);
  }

  @Test
  void ask_allowed_goesOnWithTheHooksLabelsAlone() throws InterruptedException {
    answer = "{\"allow\": true, \"labels\": [\"review\", \"No Name\"]}";

    assertThat(admit(false).getLabelsMap())
        .containsEntry(ContentPolicy.LABEL, "review")
        .containsEntry("own", "stays");
    JsonObject question = JsonParser.parseString(questions.take()).getAsJsonObject();
    assertThat(question.get("tenant").getAsString()).isEqualTo("acme");
    assertThat(question.get("model").getAsString()).isEqualTo("storybook@1");
    assertThat(question.get("prompt").getAsString()).isEqualTo("a boat");
    assertThat(question.get("negative_prompt").getAsString()).isEqualTo("fog");
    assertThat(question.get("prompt_syntax").getAsString()).isEqualTo("a1111");
    assertThat(question.get("guidance").getAsString()).isEqualTo("cfg_pp");
    assertThat(question.getAsJsonArray("negatives")).isEmpty();

    answer = "{\"allow\": true}";
    assertThat(admit(false).getLabelsMap()).doesNotContainKey(ContentPolicy.LABEL);
  }

  @Test
  void ask_refused_namesItsRuleAndReason() {
    answer = "{\"allow\": false, \"rule\": \"brands\", \"reason\": \"no\\nbrands\"}";

    assertThatThrownBy(() -> admit(true))
        .isInstanceOfSatisfying(
            GatewayException.class,
            e -> {
              assertThat(e.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
              assertThat(e.reason()).isEqualTo("CONTENT_POLICY_VIOLATION");
            })
        .hasMessage("prompt: this server's content policy refuses it, by rule brands: no brands");
    answer = "{\"allow\": false}";
    assertThatThrownBy(() -> admit(true)).hasMessageEndingWith("by rule hook");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "true", "{}", "{\"allow\": 1}", "{\"allow\": \"yes\"}", "{\"allow\": {}}"})
  void ask_answerThatIsNone_isAsGoodAsAway(String text) {
    answer = text;
    assertAway();
  }

  @Test
  void ask_otherStatus_isAsGoodAsAway() {
    status = 503;
    assertAway();
  }

  @Test
  void ask_silent_isGivenUpInTime() {
    hook.close();
    hook = hook(Duration.ofMillis(200));
    slow = true;
    assertAway();
  }

  /** The timeout of a request of HTTP ends with the head of its answer. */
  @Test
  @Timeout(20)
  void ask_halfAnAnswer_isGivenUpInTime() {
    hook.close();
    hook = hook(Duration.ofMillis(200));
    stalls = true;
    assertAway();
  }

  @Test
  void ask_answerThatIsTooLong_isAsGoodAsAway() {
    answer = "{\"allow\": true%s}".formatted(" ".repeat(65_536));
    assertAway();
  }

  @Test
  void ask_labelsForWhichThereIsNoRoom_areLeftOut() {
    String labels =
        IntStream.range(0, 8)
            .mapToObj(i -> "\"%s%d\"".formatted("n".repeat(39), i % 7))
            .collect(Collectors.joining(","));
    answer = "{\"allow\": true, \"labels\": [%s]}".formatted(labels);

    String[] label = admit(false).getLabelsOrThrow(ContentPolicy.LABEL).split(",");
    assertThat(label).hasSize(6).doesNotHaveDuplicates();
  }

  @Test
  void ask_nobodyThere_isAway() {
    server.stop(0);
    assertAway();
  }

  /** Closed unless it was told otherwise. */
  private void assertAway() {
    assertThatThrownBy(() -> admit(false))
        .isInstanceOfSatisfying(
            GatewayException.class,
            e -> {
              assertThat(e.code()).isEqualTo(Status.Code.UNAVAILABLE);
              assertThat(e.reason()).isEqualTo("POLICY_UNAVAILABLE");
            });
    assertThat(admit(true).getPrompt()).isEqualTo("a boat");
  }
}
