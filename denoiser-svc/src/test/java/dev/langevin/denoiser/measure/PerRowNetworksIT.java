package dev.langevin.denoiser.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.denoiser.network.DenoiserNetwork;
import dev.langevin.denoiser.network.Elements;
import dev.langevin.denoiser.network.Outputs;
import dev.langevin.denoiser.network.RowInput;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.PictureSize;
import dev.langevin.runtime.onnx.ExecutionSettings;
import dev.langevin.runtime.onnx.NetworkException;
import dev.langevin.runtime.onnx.Provider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** U-Nets as exporters write them, of {@code models/tiny}, and networks that only look like it. */
class PerRowNetworksIT {
  private static final ExecutionSettings CPU = new ExecutionSettings(Provider.CPU, false, 1);
  private static final String DIGEST = "0123456789abcdef";

  @TempDir Path data;

  @ParameterizedTest
  @ValueSource(strings = {"sd1", "sd2", "sd1-float16", "sd1-dynamo", "sd1-older", "sd1-oldest"})
  void load_ofAnExport_givesRowsTheirOwnTimes(String name) throws IOException {
    ModelDirectory model = tiny(name);
    try (DenoiserNetwork network = networks().load(model, () -> DIGEST);
        DenoiserNetwork original = DenoiserNetwork.load(model, CPU)) {
      assertThat(network.timePerRow()).isTrue();
      assertThat(original.timePerRow()).isEqualTo(name.startsWith("sd1-old"));
      List<RowInput> rows = new ArrayList<>();
      for (RowInput row : Samples.smallRows(original, model, 4)) {
        rows.add(row.at(20 + 240 * rows.size()));
      }
      Outputs together = network.run(rows, rows.size());
      for (int i = 0; i < rows.size(); i++) {
        List<RowInput> sameTime = new ArrayList<>();
        for (RowInput row : rows) {
          sameTime.add(row.at(rows.get(i).time()));
        }
        ByteBuffer alone = original.run(sameTime, rows.size()).row(i);
        assertThat(together.row(i)).isEqualTo(alone);
        assertThat(Elements.finite(alone, together.type())).isTrue();
        assertThat(original.run(List.of(rows.get(i).at(999)), 1).row(0)).isNotEqualTo(alone);
      }
    }
    assertThat(kept()).hasSize(name.startsWith("sd1-old") ? 0 : 1);
    assertThat(kept()).allMatch(text -> text.contains("\"difference\": 0.0"));
  }

  @ParameterizedTest
  @CsvSource({"equal, 0", "mixing, 1"})
  void load_ofANetworkThatCannotBeRewritten_keepsTheOriginal(String name, int comparisons)
      throws IOException {
    ModelDirectory model = ModelDirectory.open(Path.of("src/test/resources/models", name));
    try (DenoiserNetwork network = networks().load(model, () -> DIGEST)) {
      assertThat(network.timePerRow()).isFalse();
    }
    assertThat(kept()).hasSize(comparisons);
    assertThat(kept()).allMatch(text -> text.contains("rows differ by"));
  }

  @Test
  void load_again_believesTheComparison() throws IOException {
    ModelDirectory model = tiny("sd1");
    networks().load(model, () -> DIGEST).close();
    Path file = onlyFile();
    Files.writeString(
        file, Files.readString(file).replace("\"problem\": \"\"", "\"problem\": \"a doubt\""));
    try (DenoiserNetwork network = networks().load(model, () -> DIGEST)) {
      assertThat(network.timePerRow()).isFalse();
    }
    try (DenoiserNetwork network = networks().load(model, () -> "fedcba9876543210")) {
      assertThat(network.timePerRow()).as("other files, another comparison").isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sd1", "sd1-older", "sd1-dynamo", "sd1-float16"})
  void run_ofSizesThatTheModelAllows_answersThemAll(String name) {
    ModelDirectory model = tiny(name);
    try (DenoiserNetwork network = networks().load(model, () -> DIGEST)) {
      for (PictureSize size :
          List.of(
              new PictureSize(16, 16),
              new PictureSize(64, 64),
              new PictureSize(96, 64),
              new PictureSize(48, 80))) {
        assertThat(model.card().makes(size)).isTrue();
        List<RowInput> rows = Samples.rows(network, model, size, 2);
        assertThat(network.run(rows, 2).shape())
            .containsExactly(4L, size.height() / 8L, size.width() / 8L);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sd1", "sd1-older", "sd1-float16"})
  void run_ofASizeBetweenTheMultiples_fails(String name) {
    ModelDirectory model = tiny(name);
    PictureSize between = new PictureSize(72, 64);
    assertThat(model.card().makes(between)).isFalse();
    try (DenoiserNetwork network = networks().load(model, () -> DIGEST)) {
      List<RowInput> rows = Samples.rows(network, model, between, 2);
      assertThatThrownBy(() -> network.run(rows, 2)).isInstanceOf(NetworkException.class);
    }
  }

  private PerRowNetworks networks() {
    return new PerRowNetworks(CPU, new MeasuredStore(data));
  }

  private List<String> kept() throws IOException {
    Path folder = data.resolve("calibration");
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<String> texts = new ArrayList<>();
      for (Path file : files.toList()) {
        texts.add(Files.readString(file));
      }
      return texts;
    }
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("calibration"))) {
      return files.toList().getFirst();
    }
  }

  private static ModelDirectory tiny(String name) {
    return ModelDirectory.open(Path.of("..", "models", "tiny", name));
  }
}
