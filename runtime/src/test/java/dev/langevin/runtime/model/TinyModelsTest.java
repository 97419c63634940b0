package dev.langevin.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Directories as exporters write them, of {@code models/tiny}. */
class TinyModelsTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"sd1", "sd2", "sd1-float16", "sd1-dynamo"})
  void open_ofACurrentExport_readsItsConfigurations(String name) {
    ModelDirectory model = ModelDirectory.open(tiny(name));
    assertThat(model.card().sizes()).containsExactly(new PictureSize(64, 64));
    assertThat(model.card().sizing()).isEqualTo(new Sizing(16, 96 * 96));
    assertThat(model.card().latentChannels()).isEqualTo(4);
    assertThat(model.card().outputChannels()).isEqualTo(4);
    assertThat(model.textWidth()).contains(32);
    assertThat(model.configured("unet")).isTrue();
    assertThat(model.describe().getSizeMultiple()).isEqualTo(16);
    assertThat(model.describe().getMaxPixels()).isEqualTo(96 * 96);
  }

  /** Without a configuration, the networks tell channels and stages, and nothing tells the size. */
  @Test
  void open_ofAnOlderExport_derivesWhatConfigurationsWouldSay() {
    ModelDirectory model = ModelDirectory.open(tiny("sd1-older"));
    assertThat(model.configured("unet")).isFalse();
    assertThat(model.config("unet").keySet()).isEmpty();
    assertThat(model.card().sizes()).containsExactly(new PictureSize(512, 512));
    assertThat(model.card().sizing()).isEqualTo(new Sizing(16, 768 * 768));
    assertThat(model.card().scaleFactor()).isEqualTo(8);
    assertThat(model.card().latentChannels()).isEqualTo(4);
    assertThat(model.card().outputChannels()).isEqualTo(4);
    assertThat(model.textWidth()).isEmpty();
  }

  @Test
  void open_withPartsThatAreNotOurs_ignoresThem() throws IOException {
    Path root = copy("sd1-older");
    String index = Files.readString(root.resolve("model_index.json"));
    String checked =
        index
            .replaceFirst(
                "\"safety_checker\": \\[[^]]*]",
                "\"safety_checker\": [\"diffusers\", \"OnnxRuntimeModel\"]")
            .replaceFirst(
                "\"feature_extractor\": \\[[^]]*]",
                "\"feature_extractor\": [\"transformers\", \"CLIPImageProcessor\"]");
    assertThat(checked).isNotEqualTo(index);
    Files.writeString(root.resolve("model_index.json"), checked);
    assertThat(ModelDirectory.open(root).parts())
        .containsExactly(
            "scheduler", "text_encoder", "tokenizer", "unet", "vae_decoder", "vae_encoder");
  }

  @Test
  void open_withWeightsMissingOrCutShort_namesTheirFile() throws IOException {
    Path weights = copy("sd1-older").resolve("unet/weights.pb");
    try (var file = new RandomAccessFile(weights.toFile(), "rw")) {
      file.setLength(file.length() - 1);
    }
    refused(weights.getParent().getParent(), weights + ": cut short: ", "model.onnx keeps in it");
    Files.delete(weights);
    refused(weights.getParent().getParent(), weights + ": missing; model.onnx keeps weights in it");
  }

  @Test
  void open_ofPartsThatDoNotFit_namesBothFiles() throws IOException {
    Path root = copy("sd1");
    edit(root, "vae_decoder/config.json", "\"latent_channels\": 4", "\"latent_channels\": 16");
    refused(
        root,
        root + "/unet/config.json: in_channels: 4 is not the 16 that ",
        root + "/vae_decoder/config.json: latent_channels has");
    edit(root, "vae_decoder/config.json", "\"latent_channels\": 16", "\"latent_channels\": 4");
    edit(root, "unet/config.json", "\"in_channels\": 4", "\"in_channels\": 9");
    refused(
        root,
        root + "/unet/config.json: in_channels: 9 is not the 4 that ",
        root + "/vae_decoder/config.json: latent_channels has");
    edit(root, "unet/config.json", "\"in_channels\": 9", "\"in_channels\": 4");
    edit(root, "unet/config.json", "\"cross_attention_dim\": 32", "\"cross_attention_dim\": 768");
    refused(
        root,
        root + "/unet/config.json: cross_attention_dim: 768 is not the 32 that ",
        root + "/text_encoder/config.json: hidden_size gives");
    Files.delete(root.resolve("unet/config.json"));
    edit(root, "text_encoder/config.json", "\"hidden_size\": 32", "\"hidden_size\": 64");
    refused(root, root + "/unet/model.onnx: encoder_hidden_states: 32 is not the 64 that ");
  }

  @Test
  void makes_allowsMultiplesUpToTheLimit() {
    Card card = ModelDirectory.open(tiny("sd1")).card();
    for (PictureSize good : List.of(size(64, 64), size(16, 16), size(96, 96), size(128, 64))) {
      assertThat(card.makes(good)).as(good.toString()).isTrue();
    }
    for (PictureSize bad : List.of(size(0, 64), size(72, 64), size(112, 96), size(-16, -16))) {
      assertThat(card.makes(bad)).as(bad.toString()).isFalse();
    }
    assertThat(card.latentElements(size(96, 64))).isEqualTo(4 * 12 * 8);
  }

  private static PictureSize size(int width, int height) {
    return new PictureSize(width, height);
  }

  private static void refused(Path root, String start, String... others) {
    String[] parts = Stream.concat(Stream.of(start), Stream.of(others)).toArray(String[]::new);
    assertThatThrownBy(() -> ModelDirectory.open(root))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith(start)
        .hasMessageContainingAll(parts);
  }

  private static void edit(Path root, String file, String from, String to) throws IOException {
    String text = Files.readString(root.resolve(file));
    assertThat(text).contains(from);
    Files.writeString(root.resolve(file), text.replace(from, to));
  }

  private Path copy(String name) {
    Path from = tiny(name);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = directory.resolve(name).resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return directory.resolve(name);
  }

  private static Path tiny(String name) {
    return Path.of("..", "models", "tiny", name).toAbsolutePath().normalize();
  }
}
