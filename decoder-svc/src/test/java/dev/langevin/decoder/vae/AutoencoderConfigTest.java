package dev.langevin.decoder.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.langevin.decoder.TestModels;
import dev.langevin.runtime.model.Card;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutoencoderConfigTest {
  private static final Card CARD = TestModels.open("tiny").card();
  private static final Planes X = new Planes(2, 1, 2, new float[] {1, 2, 3, 4});

  @TempDir Path root;

  @Test
  void scale_noFile_isThatOfStableDiffusion() {
    AutoencoderConfig config = AutoencoderConfig.of(model());

    assertThat(config.scale(2).unscale(X).values()[3]).isEqualTo(4 / 0.18215f);
    assertThat(config.forceUpcast()).isFalse();
  }

  @Test
  void scale_scalingAndShift_goBothWays() throws IOException {
    LatentScale scale = read("{'scaling_factor': 0.5, 'shift_factor': 0.25}").scale(2);

    assertThat(scale.unscale(X).values()).containsExactly(2.25f, 4.25f, 6.25f, 8.25f);
    assertThat(scale.scale(scale.unscale(X)).values()).containsExactly(X.values());
  }

  @Test
  void scale_meansAndDeviations_areByChannel() throws IOException {
    LatentScale scale =
        read("""
                {'scaling_factor': 0.5, 'shift_factor': null,
                 'latents_mean': [1, -1], 'latents_std': [2, 0.5]}
                """)
            .scale(2);

    // x · std / scaling + mean
    assertThat(scale.unscale(X).values()).containsExactly(5, 9, 2, 3);
    assertThat(scale.scale(scale.unscale(X)).values()).containsExactly(X.values(), within(1e-6f));
  }

  @Test
  void scale_ofMoments_leavesVariancesOut() throws IOException {
    Planes moments = new Planes(4, 1, 1, new float[] {1, 2, 30, 40});

    Planes latents = read("{'scaling_factor': 2}").scale(2).scale(moments);

    assertThat(latents.channels()).isEqualTo(2);
    assertThat(latents.values()).containsExactly(2, 4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'scaling_factor': 0}|scaling_factor: 0 is not another number",
        "{'scaling_factor': 'x'}|scaling_factor: \"x\" is not a number",
        "{'shift_factor': [1]}|shift_factor: [1] is not a number",
        "{'latents_mean': [1, 2]}|latents_std: nothing is not a list of 2 numbers",
        "{'latents_std': [1, 2]}|latents_mean: nothing is not a list of 2 numbers",
        "{'latents_mean': [1], 'latents_std': [1, 1]}|latents_mean: [1] is not a list of 2",
        "{'latents_mean': [1, 1], 'latents_std': [1, 0]}|latents_std: [1,0] is not numbers greater",
        "{'shift_factor': 1, 'latents_mean': [1, 1]}|shift_factor: 1.0 is not 0, as",
        "{'force_upcast': 1}|force_upcast: 1 is not true or false"
      })
  void read_badField_isNamed(String json, String message) throws IOException {
    AutoencoderConfig config = read(json);

    assertThatThrownBy(
            () -> {
              config.scale(2);
              config.forceUpcast();
            })
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll(message, "config.json");
  }

  private AutoencoderConfig read(String json) throws IOException {
    Path part = Files.createDirectories(root.resolve("vae_decoder"));
    Files.writeString(part.resolve("config.json"), json.replace('\'', '"'));
    return AutoencoderConfig.of(model());
  }

  private ModelDirectory model() {
    return new ModelDirectory(root, CARD, List.of("vae_decoder"), "{}");
  }
}
