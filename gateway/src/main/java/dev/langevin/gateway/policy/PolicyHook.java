package dev.langevin.gateway.policy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.langevin.sampling.guidance.Guidances;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.PromptSyntax;
import dev.langevin.v1.WeightedPrompt;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * A service of the operator's that is asked about every request: POST of tenant, model and texts as
 * JSON, answered with 200 and {@code {"allow": true}} or {@code {"allow": false, "rule": "name",
 * "reason": "for its maker"}}; {@code labels}, a list of names, may come with the first. Redirects
 * are not followed. Blocks; for virtual threads.
 */
final class PolicyHook implements AutoCloseable {
  private static final int ANSWER_BYTES = 64 << 10;
  private static final int REASON = 300;
  private static final int LABELS = 20;
  private static final String RULE = "hook";
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

  /** It can't be asked, or its answer can't be read. */
  static final class AwayException extends Exception {
    private static final long serialVersionUID = 1L;

    AwayException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private final URI url;
  private final Duration timeout;
  private final HttpClient client;

  PolicyHook(URI url, Duration timeout) {
    this.url = url;
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** What it says of a request. */
  Verdict ask(String tenant, GenerationRequest request) throws AwayException {
    HttpRequest question =
        HttpRequest.newBuilder(url)
            .timeout(timeout)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(question(tenant, request).toString()))
            .build();
    CompletableFuture<HttpResponse<byte[]>> asked =
        client.sendAsync(question, head -> new ShortBody(ANSWER_BYTES));
    try {
      HttpResponse<byte[]> answer = asked.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (answer.statusCode() != 200) {
        throw new AwayException("it answers with status " + answer.statusCode(), null);
      }
      return verdict(new String(answer.body(), StandardCharsets.UTF_8));
    } catch (ExecutionException e) {
      throw new AwayException("it can't be asked: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new AwayException("no answer within %d ms".formatted(timeout.toMillis()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AwayException("the question was interrupted", e);
    } finally {
      asked.cancel(true);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private static JsonObject question(String tenant, GenerationRequest request) {
    JsonObject question = new JsonObject();
    question.addProperty("tenant", tenant);
    question.addProperty("model", request.getModel());
    question.addProperty("prompt_syntax", syntax(request));
    question.addProperty("guidance", guidance(request));
    question.addProperty("prompt", request.getPrompt());
    question.addProperty("negative_prompt", request.getNegativePrompt());
    JsonArray negatives = new JsonArray();
    for (WeightedPrompt negative : request.getGuidanceOptions().getNegativesList()) {
      negatives.add(negative.getPrompt());
    }
    question.add("negatives", negatives);
    return question;
  }

  /** As in {@code plain}, {@code a1111}, {@code comfy}. */
  private static String syntax(GenerationRequest request) {
    PromptSyntax syntax = request.getPromptSyntax();
    return syntax == PromptSyntax.PROMPT_SYNTAX_UNSPECIFIED
        ? "plain"
        : syntax.name().substring("PROMPT_SYNTAX_".length()).toLowerCase(Locale.ROOT);
  }

  /** The method, which says what the negative texts do. */
  private static String guidance(GenerationRequest request) {
    String method = request.getGuidanceOptions().getMethod();
    return method.isBlank() ? "cfg" : Guidances.named(method);
  }

  private static Verdict verdict(String text) throws AwayException {
    try {
      JsonObject answer = JsonParser.parseString(text).getAsJsonObject();
      JsonElement allow = answer.get("allow");
      if (allow == null || !allow.getAsJsonPrimitive().isBoolean()) {
        throw new AwayException("its answer has no allow, true or false", null);
      }
      if (allow.getAsBoolean()) {
        return new Verdict.Accepted(labels(answer));
      }
      String rule = text(answer, "rule");
      String reason = text(answer, "reason").replaceAll("\\p{Cntrl}", " ");
      return new Verdict.Refused(
          "prompt",
          NAME.matcher(rule).matches() ? rule : RULE,
          reason.substring(0, Math.min(reason.length(), REASON)));
    } catch (JsonParseException
        | ClassCastException
        | IllegalStateException
        | UnsupportedOperationException e) {
      throw new AwayException("its answer is not an object of JSON in its form", e);
    }
  }

  private static List<String> labels(JsonObject answer) {
    List<String> labels = new ArrayList<>();
    if (answer.has("labels")) {
      for (JsonElement label : answer.getAsJsonArray("labels")) {
        if (NAME.matcher(label.getAsString()).matches() && labels.size() < LABELS) {
          labels.add(label.getAsString());
        }
      }
    }
    return labels;
  }

  private static String text(JsonObject answer, String name) {
    return answer.has(name) && answer.get(name).isJsonPrimitive()
        ? answer.get(name).getAsString()
        : "";
  }
}
