package dev.langevin.models;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tiny directories: whole, of the forms they stand for, small, and no user's models. */
class TinyTest {
  private static final Path TINY = Path.of("tiny");
  private static final long MEBIBYTE = 1 << 20;

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "sd1/unet | encoder_hidden_states=FLOAT[-1, -1, 32] sample=FLOAT[-1, 4, -1, -1]"
            + " timestep=FLOAT[] | out_sample=FLOAT[-1, 4, -1, -1]",
        "sd1/text_encoder | input_ids=INT64[-1, -1]"
            + " | hidden_states.0=FLOAT[-1, -1, 32] hidden_states.1=FLOAT[-1, -1, 32]"
            + " hidden_states.2=FLOAT[-1, -1, 32] hidden_states.3=FLOAT[-1, -1, 32]"
            + " last_hidden_state=FLOAT[-1, -1, 32] pooler_output=FLOAT[-1, 32]",
        "sd1/vae_decoder | latent_sample=FLOAT[-1, 4, -1, -1] | sample=FLOAT[-1, 3, -1, -1]",
        "sd1/vae_encoder | sample=FLOAT[-1, 3, -1, -1] | latent_parameters=FLOAT[-1, 8, -1, -1]",
        "sd1-dynamo/unet | encoder_hidden_states=FLOAT[-1, -1, 32] sample=FLOAT[-1, 4, -1, -1]"
            + " timestep=FLOAT[] | out_sample=FLOAT[-1, 4, -1, -1]",
        "sd1-older/unet | encoder_hidden_states=FLOAT[-1, -1, 32] sample=FLOAT[-1, -1, -1, -1]"
            + " timestep=FLOAT[-1] | out_sample=FLOAT[-1, 4, -1, -1]",
        "sd1-oldest/unet | encoder_hidden_states=FLOAT[-1, -1, 32] sample=FLOAT[-1, -1, -1, -1]"
            + " timestep=INT64[-1] | out_sample=FLOAT[-1, 4, -1, -1]",
        "sd1-older/text_encoder | input_ids=INT32[-1, -1]"
            + " | last_hidden_state=FLOAT[-1, -1, 32] pooler_output=FLOAT[-1, 32]",
        "sd1-older/vae_decoder | latent_sample=FLOAT[-1, -1, -1, -1] | sample=FLOAT[-1, 3, -1, -1]",
        "sd1-older/vae_encoder | sample=FLOAT[-1, -1, -1, -1]"
            + " | latent_sample=FLOAT[-1, -1, -1, -1]",
        "sd1-float16/unet | encoder_hidden_states=FLOAT16[-1, -1, 32]"
            + " sample=FLOAT16[-1, 4, -1, -1] timestep=FLOAT16[]"
            + " | out_sample=FLOAT16[-1, 4, -1, -1]",
        "sd1-float16/vae_decoder | latent_sample=FLOAT16[-1, 4, -1, -1]"
            + " | sample=FLOAT16[-1, 3, -1, -1]",
        "sd2/unet | encoder_hidden_states=FLOAT[-1, -1, 32] sample=FLOAT[-1, 4, -1, -1]"
            + " timestep=FLOAT[] | out_sample=FLOAT[-1, 4, -1, -1]",
        "sd2/text_encoder | input_ids=INT64[-1, -1]"
            + " | last_hidden_state=FLOAT[-1, -1, 32] pooler_output=FLOAT[-1, 32]"
      })
  void network_hasTheSignatureOfItsForm(String network, String inputs, String outputs)
      throws OrtException {
    Path file = TINY.resolve(network).resolve("model.onnx");
    try (OrtSession session = environment.createSession(file.toString())) {
      assertThat(ports(session.getInputInfo())).isEqualTo(inputs);
      assertThat(ports(session.getOutputInfo())).isEqualTo(outputs);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sd1", "sd1-dynamo", "sd1-float16", "sd2"})
  void directory_ofTheCurrentForm_isWhole(String model) {
    Path root = TINY.resolve(model);
    assertThat(
            Stream.of("unet", "text_encoder", "vae_decoder", "vae_encoder")
                .flatMap(part -> Stream.of(part + "/model.onnx", part + "/config.json")))
        .allSatisfy(file -> assertThat(root.resolve(file)).isRegularFile());
    assertCommonFiles(root);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sd1-older", "sd1-oldest"})
  void directory_ofTheOlderForm_describesNoNetwork(String model) {
    Path root = TINY.resolve(model);
    assertThat(Stream.of("unet", "text_encoder", "vae_decoder", "vae_encoder").map(root::resolve))
        .allSatisfy(part -> assertThat(part.resolve("model.onnx")).isRegularFile())
        .allSatisfy(part -> assertThat(part.resolve("config.json")).doesNotExist());
    assertThat(root.resolve("unet/weights.pb")).isRegularFile();
    assertCommonFiles(root);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sd1", "sd1-older", "sd1-oldest", "sd1-dynamo", "sd2"})
  void tokenizer_hasVocabularyAndMerges(String model) {
    assertThat(Stream.of("vocab.json", "merges.txt", "special_tokens_map.json"))
        .allSatisfy(
            file -> assertThat(TINY.resolve(model).resolve("tokenizer").resolve(file)).exists());
  }

  @Test
  void tokenizer_ofTheNewestForm_isOneFile() {
    Path tokenizer = TINY.resolve("sd1-float16").resolve("tokenizer");
    assertThat(tokenizer.resolve("tokenizer.json")).isRegularFile();
    assertThat(tokenizer.resolve("vocab.json")).doesNotExist();
  }

  @Test
  void cases_haveTheirPictures() throws IOException {
    JsonArray cases = json("expected/cases.json").getAsJsonArray();
    assertThat(cases).hasSizeGreaterThan(15);
    for (JsonElement element : cases) {
      JsonObject one = element.getAsJsonObject();
      var picture = ImageIO.read(TINY.resolve("expected").resolve(text(one, "file")).toFile());
      assertThat(picture.getWidth()).isEqualTo(one.get("width").getAsInt());
      assertThat(picture.getHeight()).isEqualTo(one.get("height").getAsInt());
      assertThat(TINY.resolve(text(one, "model")).resolve("model_index.json")).isRegularFile();
    }
  }

  @Test
  void tokens_fillTheTextModel() throws IOException {
    JsonArray texts = json("expected/tokens.json").getAsJsonArray();
    assertThat(texts).hasSizeGreaterThan(50);
    for (JsonElement text : texts) {
      for (String model : new String[] {"sd1", "sd2"}) {
        JsonArray ids = text.getAsJsonObject().getAsJsonArray(model);
        assertThat(ids).hasSize(77).allMatch(id -> id.getAsInt() >= 0 && id.getAsInt() < 610);
      }
    }
  }

  @Test
  void weightedPrompts_haveAWeightForEveryToken() throws IOException {
    JsonArray prompts = json("expected/weighted.json").getAsJsonArray();
    assertThat(prompts).hasSizeGreaterThan(50);
    for (JsonElement element : prompts) {
      JsonObject prompt = element.getAsJsonObject();
      assertThat(text(prompt, "syntax")).isIn("A1111", "COMFY");
      for (JsonElement chunk : prompt.getAsJsonArray("chunks")) {
        assertThat(chunk.getAsJsonObject().getAsJsonArray("ids")).hasSize(77);
        assertThat(chunk.getAsJsonObject().getAsJsonArray("weights")).hasSize(77);
      }
      assertThat(prompt.getAsJsonArray("at")).hasSameSizeAs(prompt.getAsJsonArray("values"));
    }
  }

  @Test
  void tiny_isNoModelItself() {
    assertThat(
            Stream.of("model_index.json", "langevin.json", "unet", "transformer")
                .map(TINY::resolve))
        .allSatisfy(file -> assertThat(file).doesNotExist());
  }

  @Test
  void tiny_staysSmall() throws IOException {
    try (Stream<Path> files = Files.walk(TINY)) {
      long bytes =
          files
              .filter(Files::isRegularFile)
              .filter(file -> !file.toString().endsWith(".pyc"))
              .mapToLong(file -> file.toFile().length())
              .sum();
      assertThat(bytes).isBetween(MEBIBYTE, 13 * MEBIBYTE / 2);
    }
  }

  private static void assertCommonFiles(Path root) {
    assertThat(
            Stream.of(
                "model_index.json",
                "scheduler/scheduler_config.json",
                "tokenizer/tokenizer_config.json"))
        .allSatisfy(file -> assertThat(root.resolve(file)).isRegularFile());
  }

  private static JsonElement json(String file) throws IOException {
    return JsonParser.parseString(Files.readString(TINY.resolve(file)));
  }

  private static String text(JsonObject object, String field) {
    return object.get(field).getAsString();
  }

  private static String ports(Map<String, NodeInfo> nodes) {
    Map<String, TensorInfo> ports = new TreeMap<>();
    nodes.forEach((name, node) -> ports.put(name, (TensorInfo) node.getInfo()));
    return ports.entrySet().stream()
        .map(port -> port.getKey() + "=" + form(port.getValue()))
        .collect(Collectors.joining(" "));
  }

  private static String form(TensorInfo info) {
    return info.type + Arrays.toString(info.getShape());
  }
}
