package dev.langevin.decoder.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.decoder.TestModels;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.ModelException;
import dev.langevin.runtime.onnx.ExecutionSettings;
import dev.langevin.runtime.onnx.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real autoencoders' networks, small and with random weights, as exporters write them. */
class TinyAutoencoderIT {
  private static final ExecutionSettings CPU = new ExecutionSettings(Provider.CPU, false, 1);
  private static final Path MODELS = Path.of("..", "models");
  private static final int WHOLE = 4096;

  @ParameterizedTest
  @ValueSource(strings = {"sd1", "sd2", "sd1-older", "sd1-float16"})
  void decodeAndEncode_otherSizes_fitTheirLatents(String name) {
    try (Autoencoder autoencoder = load(name, WHOLE)) {
      Planes picture = autoencoder.decode(latents(7, 9));

      assertThat(picture.height()).isEqualTo(56);
      assertThat(picture.width()).isEqualTo(72);
      assertThat(picture.firstNotFinite()).isEqualTo(-1);
      Planes back = autoencoder.encode(picture);
      assertThat(back.channels()).isEqualTo(4);
      assertThat(back.width()).isEqualTo(9);
    }
  }

  @Test
  void encode_exportThatDraws_isTheMeanOfTheOneThatDoesNot() {
    try (Autoencoder older = load("sd1-older", WHOLE);
        Autoencoder current = load("sd1", WHOLE)) {
      Planes picture = current.decode(latents(8, 8));

      Planes mean = older.encode(picture);

      assertThat(older.encode(picture).values()).isEqualTo(mean.values());
      assertThat(Difference.largest(mean, current.encode(picture))).isLessThan(1e-4);
    }
  }

  @Test
  void decode_forceUpcast_keepsMoreThanHalfPrecision(@TempDir Path folder) throws IOException {
    Path copy = folder.resolve("half");
    TestModels.copy(MODELS.resolve("tiny").resolve("sd1-float16"), copy);
    Path config = copy.resolve("vae_decoder").resolve("config.json");
    String text =
        Files.readString(config).replace("\"force_upcast\": true", "\"force_upcast\": false");
    Files.writeString(config, text);
    try (Autoencoder single = load("sd1-float16", WHOLE);
        Autoencoder half = Autoencoder.load(ModelDirectory.open(copy), CPU, WHOLE)) {
      assertThat(single.decodesInHalfPrecision()).isFalse();
      assertThat(half.decodesInHalfPrecision()).isTrue();
      Planes picture = single.decode(latents(8, 8));

      double difference = Difference.largest(picture, half.decode(latents(8, 8)));

      assertThat(difference).isBetween(1e-6, 0.05);
      boolean fine = false; // values between those of half precision
      for (float value : picture.values()) {
        fine |= Float.float16ToFloat(Float.floatToFloat16(value)) != value;
      }
      assertThat(fine).isTrue();
    }
  }

  @Test
  void decode_tiles_areNearTheWholeAndShowNoSeams() {
    Planes latents = latents(24, 60);
    try (Autoencoder whole = load("sd1", WHOLE);
        Autoencoder tiled = load("sd1", 256)) {
      Planes expected = whole.decode(latents);

      Planes picture = tiled.decode(latents);

      // Norms and attention see a tile, not the picture: a little brightness moves.
      assertThat(Difference.largest(picture, expected)).isBetween(1e-6, 0.5);
      double elsewhere = 0;
      for (int x = 1; x < picture.width(); x++) {
        elsewhere = Math.max(elsewhere, Difference.step(expected, x));
      }
      Spans spans = Spans.of(60, 32, false);
      for (int tile = 1; tile < spans.tiles(); tile++) {
        int from = spans.starts()[tile] * 8;
        int to = (spans.starts()[tile - 1] + spans.extent()) * 8;
        for (int x = from; x <= to; x++) {
          assertThat(Difference.step(picture, x)).isLessThanOrEqualTo(elsewhere);
        }
      }
    }
  }

  @Test
  void decode_networkOfOneSize_makesLargerPicturesInTilesOfIt() {
    ModelDirectory storybook = ModelDirectory.open(MODELS.resolve("storybook"));
    Planes latents = RandomPlanes.scene(new SplittableRandom(2), 4, 24, 40);
    try (Autoencoder autoencoder = Autoencoder.load(storybook, CPU, WHOLE)) {
      assertThat(autoencoder.leastLatents()).containsExactly(16, 16);
      Planes picture = autoencoder.decode(latents);
      Planes corner = autoencoder.decode(latents.crop(0, 0, 16, 16));

      assertThat(picture.width()).isEqualTo(160);
      assertThat(Difference.largest(picture.crop(0, 0, 32, 24), corner.crop(0, 0, 32, 24)))
          .isLessThan(1e-6);
      double inner = 0;
      double seams = 0;
      for (int x = 1; x < 160; x++) {
        double step = Difference.step(picture, x);
        // Three tiles of 64 pixels begin at 0, 48 and 96.
        boolean overlap = (x >= 48 && x <= 64) || (x >= 96 && x <= 112);
        seams = overlap ? Math.max(seams, step) : seams;
        inner = overlap ? inner : Math.max(inner, step);
      }
      assertThat(seams).isLessThanOrEqualTo(inner);
    }
  }

  @Test
  void load_otherChannelsThanTheDenoisers_isRefused(@TempDir Path folder) throws IOException {
    Path copy = folder.resolve("mixed");
    TestModels.copy(MODELS.resolve("tiny").resolve("sd1-older"), copy);
    Path encoder = copy.resolve("vae_encoder").resolve("model.onnx");
    Files.copy(
        copy.resolve("vae_decoder").resolve("model.onnx"),
        encoder,
        StandardCopyOption.REPLACE_EXISTING);

    assertThatThrownBy(() -> Autoencoder.load(ModelDirectory.open(copy), CPU, WHOLE))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("vae_encoder", "latents have 3 channels, not 4");
  }

  private static Autoencoder load(String name, int tile) {
    return Autoencoder.load(ModelDirectory.open(MODELS.resolve("tiny").resolve(name)), CPU, tile);
  }

  private static Planes latents(int height, int width) {
    return RandomPlanes.latents(new SplittableRandom(4), 4, height, width);
  }
}
