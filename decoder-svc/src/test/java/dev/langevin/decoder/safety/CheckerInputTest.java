package dev.langevin.decoder.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.langevin.decoder.image.Kernel;
import dev.langevin.decoder.image.Rgb;
import dev.langevin.runtime.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckerInputTest {
  @TempDir Path directory;

  private CheckerInput read(String json) throws IOException {
    Path file = directory.resolve("preprocessor_config.json");
    Files.writeString(file, json);
    return CheckerInput.read(file);
  }

  @Test
  void read_absentFile_isClips() {
    CheckerInput input = CheckerInput.read(directory.resolve("none.json"));

    assertThat(input.width()).isEqualTo(224);
    assertThat(input.mean()).containsExactly(0.48145466f, 0.4578275f, 0.40821073f);
    assertThat(input.kernel()).isEqualTo(Kernel.CUBIC);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"crop_size\": {\"height\": 3, \"width\": 5}} | 5 | 3",
        "{\"crop_size\": 7, \"size\": 9} | 7 | 7",
        "{\"size\": {\"shortest_edge\": 9}} | 9 | 9",
        "{} | 224 | 224"
      })
  void read_sizesInTheFormsThereAre(String json, int width, int height) throws IOException {
    CheckerInput input = read(json);

    assertThat(List.of(input.width(), input.height())).containsExactly(width, height);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"crop_size\": 0} | crop_size: 0x0 is not in 1x1..",
        "{\"size\": {\"longest_edge\": 9}} | crop_size: 0x0 is not in 1x1..",
        "{\"image_std\": [1, 0, 1]} | image_std: [1.0, 0.0, 1.0] are not three numbers",
        "{\"image_mean\": [1, 1]} | image_mean: [1.0, 1.0]",
        "[] | not a picture's preparation",
        "{ | not a picture's preparation"
      })
  void read_whatCannotBe_namesIt(String json, String message) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("preprocessor_config.json")
        .hasMessageContaining(message);
  }

  @Test
  void of_picture_isTheSquareAroundTheMiddleLessTheMeanOverTheDeviation() throws IOException {
    CheckerInput input =
        read(
            """
            {"crop_size": 2, "image_mean": [0.5, 0, 0], "image_std": [0.5, 1, 2], "resample": 2}
            """);
    byte[] samples = new byte[4 * 2 * 3]; // black, and in the middle two columns of white
    for (int y = 0; y < 2; y++) {
      for (int i = 3; i < 9; i++) {
        samples[y * 12 + i] = (byte) 255;
      }
    }

    float[] values = input.of(new Rgb(4, 2, samples));

    assertThat(values).hasSize(12);
    assertThat(values[0]).isCloseTo(1, within(1e-6f));
    assertThat(values[4]).isCloseTo(1, within(1e-6f));
    assertThat(values[11]).isCloseTo(0.5f, within(1e-6f));
  }
}
