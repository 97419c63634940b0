package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.util.JsonFormat;
import dev.langevin.client.api.Job;
import dev.langevin.client.api.LangevinClient;
import dev.langevin.v1.CreateGenerationResponse;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.ListGenerationsResponse;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What a generation's page says to make the same from elsewhere, done. */
class StudioSnippetsIT extends Studio {
  private static final String AWKWARD =
      """
      {
        "prompt": "-it's \\"x\\" $HOME `id` \\\\ \\n@snow",
        "negativePrompt": "-'night'",
        "steps": 4,
        "sampler": "ddim",
        "guidanceScale": 3.5,
        "seed": 4294967295,
        "count": 2,
        "promptSyntax": "PROMPT_SYNTAX_A1111",
        "samplerOptions": {
          "arguments": {"eta": 0.5},
          "config": {"timestep_spacing": "leading", "steps_offset": 1}
        },
        "guidanceOptions": {
          "method": "negatives",
          "negatives": [{"prompt": "snow: 2", "weight": 1}, {"prompt": "it's", "weight": 0.5}]
        }
      }
      """;

  @Test
  void everySnippet_asksForTheSame() throws Exception {
    try (LangevinClient client = LangevinClient.connect(URI.create(page).getAuthority())) {
      Generation made = client.submit(read(AWKWARD)).await();
      GenerationRequest essence = essence(made.getRequest());
      browser.open(page + "#/generation/" + made.getId());

      assertThat(essence(client.submit(read(snippet("JSON"))).await().getRequest()))
          .isEqualTo(essence);
      assertThat(essence(ofTheCommand(snippet("Command line"), client).await().getRequest()))
          .isEqualTo(essence);
      assertThat(essence(answer(shell(snippet("curl"))).getRequest())).isEqualTo(essence);
    }
  }

  @Test
  void python_writesEveryPicture_andFailsWithTheJob() throws Exception {
    assumeTrue(isThere("python3"), "SKIPPED: there is no python3");
    try (LangevinClient client = LangevinClient.connect(URI.create(page).getAuthority())) {
      Generation made = client.submit(read(AWKWARD)).await();
      browser.open(page + "#/generation/" + made.getId());
      String script = snippet("Python");

      shell("cd '" + data + "' && python3 -c " + quoted(script));

      assertThat(data.resolve("picture-0.png")).exists();
      assertThat(data.resolve("picture-1.png")).exists();
      Process failing =
          started("python3 -c " + quoted(script.replace("STATE_SUCCEEDED", "STATE_OTHER")));
      assertThat(failing.waitFor()).isNotZero();
    }
  }

  @Test
  void command_saysWhatItHasNoOptionFor() throws Exception {
    try (LangevinClient client = LangevinClient.connect(URI.create(page).getAuthority())) {
      String request =
          """
          {"prompt": "a castle", "negativePrompt": "-night", "steps": 3, "samplerOptions": {"config": {"clip_sample": true}},
          "guidanceOptions": {"endScale": 2, "curve": "CURVE_COSINE"}}
          """;
      browser.open(page + "#/generation/" + client.submit(read(request)).await().getId());

      String text = snippet("Command line");

      assertThat(text)
          .startsWith("# The command has no option for guidanceOptions.curve; the others have.\n")
          .contains("--negative=-night ", "--guidance-end 2 ", "--scheduler clip_sample=true ")
          .doesNotContain("--noise", "--prompt-syntax", "unspecified");
    }
  }

  @Test
  void sameAgain_keepsWhatTheFormDoesNotShow_andSaysSo() throws Exception {
    try (LangevinClient client = LangevinClient.connect(URI.create(page).getAuthority())) {
      Generation plain = client.submit(read("{\"prompt\": \"a castle\", \"steps\": 3}")).await();
      browser.open(page + "#/generation/" + plain.getId());
      browser.click("button", "Same again");
      browser.find("#f-prompt");
      assertThat(browser.find("form").getText()).doesNotContain("Also as before");
      Generation made = client.submit(read(AWKWARD)).await();
      browser.open(page + "#/generation/" + made.getId());

      browser.click("button", "Same again");
      assertThat(browser.find("form").getText())
          .contains(
              "Also as before: how the sampler is set up, how guidance works, how the prompt is read");
      browser.click("form .primary", "Generate");
      ended("succeeded");

      String id = browser.find(".stage").getDomAttribute("data-id");
      assertThat(id).isNotEqualTo(made.getId());
      assertThat(essence(client.job(id).now().getRequest())).isEqualTo(essence(made.getRequest()));
    }
  }

  private static String snippet(String name) {
    browser.click("[aria-label='Which client'] button", name);
    browser.await(
        name, d -> browser.texts("button[aria-pressed=true]").anyMatch(t -> t.equals(name)));
    return browser.find(".snippet").getDomProperty("textContent");
  }

  /** Has the real command do it, with the words that a shell makes of it. */
  private static Job ofTheCommand(String text, LangevinClient client) throws Exception {
    String words =
        shell("langevin() { printf '%s\\0' \"$@\"; }\n" + text.replace("./lang", "lang"));
    Path picture = data.resolve("picture.png");
    String[] arguments =
        Arrays.stream(words.split("\0"))
            .map(word -> word.equals("picture.png") ? picture.toString() : word)
            .toArray(String[]::new);
    Langevins.Result result =
        new Command(data.resolve("none"), Command.checkedOutModels()).run(arguments);
    assertThat(result.code()).as(result.err()).isZero();
    return client.job(newest());
  }

  private static String newest() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI uri = URI.create(page + "v1/generations?page_size=1");
      String list =
          http.send(
                  HttpRequest.newBuilder(uri).build(),
                  HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
              .body();
      ListGenerationsResponse.Builder response = ListGenerationsResponse.newBuilder();
      JsonFormat.parser().merge(list, response);
      return response.getGenerations(0).getId();
    }
  }

  private static GenerationRequest read(String json) throws Exception {
    GenerationRequest.Builder request = GenerationRequest.newBuilder();
    JsonFormat.parser().merge(json, request);
    return request.build();
  }

  private static Generation answer(String json) throws Exception {
    CreateGenerationResponse.Builder answer = CreateGenerationResponse.newBuilder();
    JsonFormat.parser().merge(json, answer);
    return answer.getGeneration();
  }

  /** What makes the picture. */
  private static GenerationRequest essence(GenerationRequest request) {
    return request.toBuilder()
        .clearPreviews()
        .clearDeadline()
        .clearLabels()
        .clearPriority()
        .build();
  }

  private static String shell(String script) throws Exception {
    Process process = started(script);
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(script).isZero();
    return out;
  }

  private static Process started(String script) throws Exception {
    return new ProcessBuilder("bash", "-c", script)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static boolean isThere(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
