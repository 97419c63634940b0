package dev.langevin.models;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The committed weights of the default model: complete, small enough, and of the promised form. */
class StorybookTest {
  private static final Path STORYBOOK = Path.of("storybook");
  private static final long MEBIBYTE = 1 << 20;
  private static final int TOKENS = 77;
  private static final int WIDTH = 192;
  private static final int LATENT = 4 * 16 * 16;

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "text_encoder | input_ids=INT64[-1, 77]"
            + " | last_hidden_state=FLOAT[-1, 77, 192] pooler_output=FLOAT[-1, 192]",
        "unet | encoder_hidden_states=FLOAT[-1, 77, 192] sample=FLOAT[-1, 4, 16, 16]"
            + " timestep=FLOAT[-1] | out_sample=FLOAT[-1, 4, 16, 16]",
        "vae_decoder | latent_sample=FLOAT[-1, 4, 16, 16] | sample=FLOAT[-1, 3, 64, 64]",
        "vae_encoder | sample=FLOAT[-1, 3, 64, 64] | latent_parameters=FLOAT[-1, 8, 16, 16]"
      })
  void network_hasItsSignature(String part, String inputs, String outputs) throws OrtException {
    try (OrtSession session = open(part)) {
      assertThat(ports(session.getInputInfo())).isEqualTo(inputs);
      assertThat(ports(session.getOutputInfo())).isEqualTo(outputs);
    }
  }

  @Test
  void unet_rowInCompany_isAsAlone() throws OrtException {
    Random random = new Random(1);
    float[] first = row(random);
    float[] second = row(random);
    float[] conditioning = gaussian(random, TOKENS * WIDTH);
    try (OrtSession session = open("unet")) {
      float[] alone = predict(session, new float[][] {first}, new float[] {900}, conditioning);
      float[] together =
          predict(session, new float[][] {second, first}, new float[] {20, 900}, conditioning);

      assertThat(finite(alone)).isTrue();
      assertThat(Arrays.copyOfRange(together, LATENT, 2 * LATENT)).isEqualTo(alone);
    }
  }

  @Test
  void unet_atAnotherTime_answersOtherwise() throws OrtException {
    Random random = new Random(2);
    float[] latent = row(random);
    float[] conditioning = gaussian(random, TOKENS * WIDTH);
    try (OrtSession session = open("unet")) {
      float[] early = predict(session, new float[][] {latent}, new float[] {900}, conditioning);
      float[] late = predict(session, new float[][] {latent}, new float[] {20}, conditioning);

      assertThat(late).isNotEqualTo(early);
    }
  }

  @Test
  void description_saysWhatARequestMayLeaveOut() throws IOException {
    JsonObject langevin =
        JsonParser.parseString(Files.readString(STORYBOOK.resolve("model_index.json")))
            .getAsJsonObject()
            .getAsJsonObject("langevin");

    assertThat(langevin.get("name").getAsString()).isEqualTo("storybook");
    assertThat(langevin.get("default_steps").getAsInt()).isBetween(1, 50);
    assertThat(langevin.get("default_guidance_scale").getAsDouble()).isBetween(1.0, 10.0);
    assertThat(langevin.get("default_sampler").getAsString()).isEqualTo("dpmpp_2m_sde");
    assertThat(langevin.getAsJsonArray("sizes")).isNotEmpty();
  }

  @Test
  void weights_stayUnder40MiB() throws IOException {
    try (Stream<Path> files = Files.walk(STORYBOOK)) {
      long bytes =
          files
              .filter(file -> file.toString().matches(".*\\.(onnx|safetensors)"))
              .mapToLong(file -> file.toFile().length())
              .sum();
      assertThat(bytes).isBetween(MEBIBYTE, 40 * MEBIBYTE);
    }
  }

  private OrtSession open(String part) throws OrtException {
    return environment.createSession(STORYBOOK.resolve(part).resolve("model.onnx").toString());
  }

  private float[] predict(
      OrtSession session, float[][] latents, float[] times, float[] conditioning)
      throws OrtException {
    int rows = latents.length;
    FloatBuffer samples = FloatBuffer.allocate(rows * LATENT);
    FloatBuffer states = FloatBuffer.allocate(rows * TOKENS * WIDTH);
    for (float[] latent : latents) {
      samples.put(latent);
      states.put(conditioning);
    }
    try (OnnxTensor sample = tensor(samples.flip(), rows, 4, 16, 16);
        OnnxTensor timestep = tensor(FloatBuffer.wrap(times), rows);
        OnnxTensor hidden = tensor(states.flip(), rows, TOKENS, WIDTH);
        OrtSession.Result result =
            session.run(
                Map.of("sample", sample, "timestep", timestep, "encoder_hidden_states", hidden))) {
      float[] output = new float[rows * LATENT];
      ((OnnxTensor) result.get(0)).getFloatBuffer().get(output);
      return output;
    }
  }

  private OnnxTensor tensor(FloatBuffer data, long... shape) throws OrtException {
    return OnnxTensor.createTensor(environment, data, shape);
  }

  private static float[] row(Random random) {
    return gaussian(random, LATENT);
  }

  private static float[] gaussian(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static boolean finite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private static String ports(Map<String, NodeInfo> nodes) {
    Map<String, String> ports = new TreeMap<>();
    nodes.forEach(
        (name, node) -> {
          TensorInfo info = (TensorInfo) node.getInfo();
          ports.put(name, info.type + Arrays.toString(info.getShape()));
        });
    StringBuilder text = new StringBuilder();
    ports.forEach((name, form) -> text.append(name).append('=').append(form).append(' '));
    return text.toString().strip();
  }
}
