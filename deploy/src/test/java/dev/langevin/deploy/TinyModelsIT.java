package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.langevin.client.local.LocalServer;
import dev.langevin.runtime.grpc.Channels;
import dev.langevin.v1.GenerateRequest;
import dev.langevin.v1.GenerateResponse;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GenerationServiceGrpc;
import dev.langevin.v1.PromptSyntax;
import dev.langevin.v1.Size;
import io.grpc.ManagedChannel;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Stable Diffusion directories of every export form, through the public API: the pictures are those
 * that PyTorch makes of the same networks, prompts and seeds.
 */
class TinyModelsIT {
  private static final Path MODELS = Command.checkedOutModels().resolve("tiny");
  private static final Path EXPECTED = MODELS.resolve("expected");

  @TempDir static Path data;
  private static AllInOne system;
  private static ManagedChannel channel;

  @BeforeAll
  static void start() {
    system = AllInOne.start(new LocalServer.Settings(data, MODELS, 0), stage -> {});
    channel = Channels.open(system.address());
  }

  @AfterAll
  static void stop() {
    Channels.close(channel);
    system.close();
  }

  @Test
  void start_directoriesOfEveryForm_areUsable() {
    assertThat(system.warnings()).isEmpty();
  }

  static Stream<Named<JsonObject>> cases() throws IOException {
    String text = Files.readString(EXPECTED.resolve("cases.json"));
    return JsonParser.parseString(text).getAsJsonArray().asList().stream()
        .map(JsonElement::getAsJsonObject)
        .map(one -> Named.of(one.get("file").getAsString(), one));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void generate_case_isThePictureOfPyTorch(JsonObject one) throws IOException {
    GenerateResponse last = last(request(one));

    Generation generation = last.getGeneration();
    assertThat(generation.getState())
        .as("%s", generation)
        .isEqualTo(Generation.State.STATE_SUCCEEDED);
    BufferedImage made = ImageIO.read(last.getImages(0).getData().newInput());
    byte[] file = Files.readAllBytes(EXPECTED.resolve(one.get("file").getAsString()));
    BufferedImage expected = ImageIO.read(new ByteArrayInputStream(file));
    assertThat(difference(made, expected)).isLessThanOrEqualTo(one.get("tolerance").getAsInt());
  }

  private static GenerateResponse last(GenerationRequest request) {
    Iterator<GenerateResponse> responses =
        GenerationServiceGrpc.newBlockingStub(channel)
            .generate(GenerateRequest.newBuilder().setGeneration(request).build());
    GenerateResponse last = responses.next();
    while (responses.hasNext()) {
      last = responses.next();
    }
    return last;
  }

  private static GenerationRequest request(JsonObject one) {
    GenerationRequest.Builder request =
        GenerationRequest.newBuilder()
            .setModel(one.get("model").getAsString())
            .setPrompt(one.get("prompt").getAsString())
            .setNegativePrompt(one.get("negative_prompt").getAsString())
            .setPromptSyntax(
                PromptSyntax.valueOf("PROMPT_SYNTAX_" + one.get("prompt_syntax").getAsString()))
            .setSteps(one.get("steps").getAsInt())
            .setGuidanceScale(one.get("guidance_scale").getAsDouble())
            .setSeed(one.get("seed").getAsInt())
            .setSize(
                Size.newBuilder()
                    .setWidth(one.get("width").getAsInt())
                    .setHeight(one.get("height").getAsInt()));
    if (!one.get("sampler").isJsonNull()) {
      request.setSampler(one.get("sampler").getAsString());
    }
    if (!one.get("clip_skip").isJsonNull()) {
      request.setClipSkip(one.get("clip_skip").getAsInt());
    }
    return request.build();
  }

  /** The largest difference of two samples, in 255ths. */
  private static int difference(BufferedImage made, BufferedImage expected) {
    assertThat(made.getWidth()).isEqualTo(expected.getWidth());
    assertThat(made.getHeight()).isEqualTo(expected.getHeight());
    int largest = 0;
    for (int i = 0; i < made.getWidth() * made.getHeight() * 3; i++) {
      int x = i / 3 % made.getWidth();
      int y = i / 3 / made.getWidth();
      int shift = 8 * (i % 3);
      int is = made.getRGB(x, y) >> shift & 0xff;
      largest = Math.max(largest, Math.abs(is - (expected.getRGB(x, y) >> shift & 0xff)));
    }
    return largest;
  }
}
