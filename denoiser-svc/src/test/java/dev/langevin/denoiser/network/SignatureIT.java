package dev.langevin.denoiser.network;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.ModelException;
import dev.langevin.runtime.onnx.ExecutionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureIT {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"in_channels\": 4 | \"in_channels\": 9 |"
            + " sample: 4 channels are not the 9 that in_channels says for",
        "\"out_channels\": 4 | \"out_channels\": 8 |"
            + " out_sample: 4 channels are not the 8 that out_channels says for",
        "\"cross_attention_dim\": 6 | \"cross_attention_dim\": 768 |"
            + " encoder_hidden_states: 6 columns are not the 768 that cross_attention_dim says for",
        "\"sample_size\": 8 | \"sample_size\": [16, 8] |"
            + " sample: 8 rows are not the 16 that size 8x16 says for"
      })
  void load_ofANetworkThatIsNotTheConfigured_namesWhatDiffers(
      String from, String to, String message) throws IOException {
    Path root = copy(Path.of("src/test/resources/models/perrow"));
    Path config = root.resolve("unet/config.json");
    Files.writeString(config, Files.readString(config).replace(from, to));
    ModelDirectory model = ModelDirectory.open(root);
    assertThatThrownBy(() -> DenoiserNetwork.load(model, ExecutionSettings.cpu()))
        .isInstanceOf(ModelException.class)
        .hasMessage(root.resolve("unet/model.onnx") + ": " + message + " " + root.resolve("unet"));
  }

  private Path copy(Path from) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = directory.resolve("model").resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
    return directory.resolve("model");
  }
}
