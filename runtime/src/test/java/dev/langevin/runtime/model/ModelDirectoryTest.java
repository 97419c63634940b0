package dev.langevin.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelDirectoryTest {
  /** A graph of two bytes, after an IR version. */
  private static final byte[] NETWORK = {0x08, 8, 0x3a, 2, 0x0a, 0};

  @TempDir Path models;
  private Path root;

  /** What is done to a good directory, and what is said about it. */
  record Corruption(String name, Consumer<Path> damage, String file, String message) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeEach
  void make() {
    root = models.resolve("pretty");
    write(
        root,
        "model_index.json",
        """
        {"_class_name": "OnnxStableDiffusionPipeline", "safety_checker": [null, null],
         "requires_safety_checker": false, "scheduler": ["diffusers", "PNDMScheduler"],
         "text_encoder": ["diffusers", "OnnxRuntimeModel"], "tokenizer": ["a", "b"],
         "unet": ["diffusers", "OnnxRuntimeModel"], "vae_decoder": ["a", "b"]}
        """);
    write(root, "scheduler/scheduler_config.json", "{\"_class_name\": \"PNDMScheduler\"}");
    write(root, "tokenizer/tokenizer_config.json", "{\"model_max_length\": 77}");
    write(
        root,
        "unet/config.json",
        """
        {"sample_size": 64, "in_channels": 4, "out_channels": 8, "cross_attention_dim": 768,
         "down_block_types": ["a", "b", "c", "d"]}
        """);
    write(root, "text_encoder/config.json", "{}");
    write(root, "vae_decoder/config.json", "{\"block_out_channels\": [128, 256, 512, 512]}");
    for (String part : List.of("unet", "text_encoder", "vae_decoder")) {
      write(root, part + "/model.onnx", NETWORK);
    }
  }

  @Test
  void open_withoutOurDescription_derivesIt() {
    ModelDirectory model = ModelDirectory.open(root);
    assertThat(model.name()).isEqualTo("pretty");
    assertThat(model.card().sizes()).containsExactly(new PictureSize(512, 512));
    assertThat(model.card().scaleFactor()).isEqualTo(8);
    assertThat(model.card().latentChannels()).isEqualTo(4);
    assertThat(model.card().outputChannels()).isEqualTo(8);
    assertThat(model.card().defaultSteps()).isEqualTo(50);
    assertThat(model.card().defaultGuidanceScale()).isEqualTo(7.5);
    assertThat(model.card().maxPromptTokens()).isEqualTo(77);
    assertThat(model.parts())
        .containsExactly("scheduler", "text_encoder", "tokenizer", "unet", "vae_decoder");
    assertThat(model.denoiser()).isEqualTo("unet");
    assertThat(model.network("unet")).isEqualTo(root.resolve("unet/model.onnx"));
    assertThat(model.has("vae_encoder")).isFalse();
    assertThat(model.schedulerConfig().get("_class_name").getAsString()).isEqualTo("PNDMScheduler");
    assertThat(model.config("unet").get("in_channels").getAsInt()).isEqualTo(4);
  }

  @Test
  void open_withOurDescription_takesIt() {
    write(
        root,
        "langevin.json",
        """
        {"name": "story", "version": "1.2", "description": "Stories.", "default_steps": 20,
         "sizes": ["128x64", [64, 64], {"width": 256, "height": 128}], "default_sampler": "ddim",
         "default_guidance_scale": 3.5, "max_prompt_tokens": 30, "max_count": 4, "max_steps": 100}
        """);
    ModelDirectory model = ModelDirectory.open(root);
    assertThat(model.card())
        .isEqualTo(
            new Card(
                "story",
                "1.2",
                "Stories.",
                false,
                "default",
                List.of(
                    new PictureSize(128, 64), new PictureSize(64, 64), new PictureSize(256, 128)),
                new Sizing(64, 256 * 128 * 9 / 4),
                4,
                8,
                8,
                "ddim",
                20,
                3.5,
                100,
                4,
                30));
    assertThat(model.describe().getSizes(0).getWidth()).isEqualTo(128);
    assertThat(model.describe().getDefaultSteps()).isEqualTo(20);
  }

  static List<Corruption> corruptions() {
    return List.of(
        corruption("model_index.json", Edit.DELETE, "missing"),
        corruption("model_index.json", new Edit("{"), "not valid JSON"),
        corruption("model_index.json", new Edit("[]"), "not valid JSON"),
        corruption("model_index.json", new Edit("{}"), "scheduler: nothing is not a part"),
        corruption("scheduler/scheduler_config.json", Edit.DELETE, "missing"),
        corruption("scheduler/scheduler_config.json", new Edit("{\"a\": tru"), "not valid JSON"),
        corruption(
            "unet/config.json", new Edit("{\"sample_size\": 0}"), "0 is not a number in 1.."),
        corruption(
            "unet/config.json",
            new Edit("{\"sample_size\": 8, \"in_channels\": \"4\"}"),
            "in_channels"),
        corruption("unet/model.onnx", Edit.DELETE, "missing"),
        corruption(
            "unet/model.onnx", new Edit(new byte[] {0x08, 8, 0x3a, 2, 0x0a}), "cut short: 5 bytes"),
        corruption(
            "unet/model.onnx", new Edit(new byte[0]), "not an ONNX network: it holds no graph"),
        corruption("unet/model.onnx", new Edit("<html>Not found</html>"), "unet/model.onnx"),
        corruption(
            "vae_decoder/model.onnx",
            new Edit("version https://git-lfs.github.com/spec/v1\n"),
            "Git LFS"),
        corruption("text_encoder/model.onnx", Edit.DELETE, "missing"),
        corruption(
            "langevin.json",
            new Edit("{\"default_steps\": 0}"),
            "default_steps: 0 is not a number in 1..1000"),
        corruption(
            "langevin.json",
            new Edit("{\"sizes\": [\"60x60\"]}"),
            "sizes: 60x60 is not a multiple of 8"),
        corruption(
            "langevin.json", new Edit("{\"sizes\": \"big\"}"), "sizes: \"big\" is not a list"),
        corruption(
            "langevin.json",
            new Edit("{\"size_multiple\": 12}"),
            "size_multiple: 12 is not a multiple of 8, or 0"),
        corruption(
            "langevin.json",
            new Edit("{\"max_pixels\": 0}"),
            "max_pixels: 0 is not a number in 1.."),
        corruption(
            "langevin.json", new Edit("{\"sizes\": [64]}"), "sizes: 64 is not like \"64x64\""),
        corruption(
            "langevin.json",
            new Edit("{\"max_count\": 1.5}"),
            "max_count: 1.5 is not a whole number"),
        corruption("langevin.json", new Edit("{\"name\": {}}"), "name: {} is not a text"));
  }

  @ParameterizedTest
  @MethodSource("corruptions")
  void open_ofADamagedDirectory_namesTheFile(Corruption corruption) {
    corruption.damage().accept(root);
    assertThatThrownBy(() -> ModelDirectory.open(root))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith(root.resolve(corruption.file()).toString())
        .hasMessageContaining(corruption.message());
  }

  @Test
  void scan_withADamagedDirectory_keepsTheOthers() throws IOException {
    copy("broken");
    Files.delete(models.resolve("broken/unet/model.onnx"));
    copy("favourite");
    write(models, "favourite/langevin.json", "{\"default\": true}");
    copy("twin");
    write(models, "twin/langevin.json", "{\"name\": \"pretty\"}");
    write(models, "notes/README.md", "not a model");
    List<ModelEntry> entries = ModelDirectory.scan(models);
    assertThat(entries)
        .extracting(ModelEntry::name)
        .containsExactly("favourite", "broken", "pretty", "twin");
    assertThat(entries.get(1)).isInstanceOf(ModelEntry.Broken.class);
    assertThat(((ModelEntry.Broken) entries.get(1)).problem()).contains("unet/model.onnx: missing");
    assertThat(((ModelEntry.Broken) entries.get(3)).problem())
        .contains("another directory has pretty@1, too");
  }

  @Test
  void scan_ofAModelDirectory_findsItself() {
    assertThat(ModelDirectory.scan(root)).extracting(ModelEntry::name).containsExactly("pretty");
  }

  @Test
  void scan_ofNoDirectory_isRefused() {
    assertThatThrownBy(() -> ModelDirectory.scan(models.resolve("none")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("none");
  }

  @Test
  void digest_changesWithAFile_andNotWithNotes() {
    String digest = ModelDirectory.open(root).digest();
    assertThat(digest).matches("[0-9a-f]{64}").isEqualTo(ModelDirectory.open(root).digest());
    write(root, "README.md", "notes");
    write(root, "train/train.py", "pass");
    assertThat(ModelDirectory.open(root).digest()).isEqualTo(digest);
    copy("moved");
    assertThat(ModelDirectory.open(models.resolve("moved")).digest()).isEqualTo(digest);
    write(root, "unet/model.onnx", new byte[] {0x08, 9, 0x3a, 2, 0x0a, 0, 0x08, 9});
    assertThat(ModelDirectory.open(root).digest()).isNotEqualTo(digest);
  }

  /** New contents of a file, or none. */
  record Edit(byte[] contents) {
    static final Edit DELETE = new Edit((byte[]) null);

    Edit(String contents) {
      this(contents.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static Corruption corruption(String file, Edit edit, String message) {
    Consumer<Path> damage =
        root -> {
          try {
            Files.deleteIfExists(root.resolve(file));
            if (edit.contents() != null) {
              Files.write(root.resolve(file), edit.contents());
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    return new Corruption(file + ": " + message, damage, file, message);
  }

  private void copy(String name) {
    try (var files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String target = root.relativize(file).toString();
        write(models.resolve(name), target, Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path root, String name, String text) {
    write(root, name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void write(Path root, String name, byte[] bytes) {
    try {
      Path file = root.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
