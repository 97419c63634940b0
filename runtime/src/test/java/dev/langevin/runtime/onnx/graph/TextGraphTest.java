package dev.langevin.runtime.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextGraphTest {
  private static final Path MODELS = Path.of("..", "models");

  @Test
  void read_exportWithHiddenStates_knowsThemAndTheNorm() {
    TextGraph graph = TextGraph.read(text("tiny/sd1"));

    assertThat(graph.maxClipSkip()).isEqualTo(3);
    assertThat(graph.output(1)).isEqualTo("hidden_states.2");
    assertThat(graph.norm().orElseThrow().weight()).hasSize(32);
  }

  /** The operator of its own in one, its parts in the other; the same weights. */
  @Test
  void read_exportsOfOneModel_findTheSameNorm() {
    FinalNorm current = TextGraph.read(text("tiny/sd1")).norm().orElseThrow();
    FinalNorm older = TextGraph.read(text("tiny/sd1-older")).norm().orElseThrow();

    assertThat(older.weight()).isEqualTo(current.weight());
    assertThat(older.bias()).isEqualTo(current.bias());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny/sd2", "tiny/sd1-float16", "storybook"})
  void read_otherExports_findANorm(String model) {
    FinalNorm norm = TextGraph.read(text(model)).norm().orElseThrow();

    assertThat(norm.bias()).hasSameSizeAs(norm.weight());
  }

  @Test
  void read_networkOfAnotherKind_findsNothing() {
    TextGraph graph = TextGraph.read(MODELS.resolve("tiny/sd1/vae_decoder/model.onnx"));

    assertThat(graph.maxClipSkip()).isZero();
    assertThat(graph.norm()).isEmpty();
  }

  @Test
  void read_fileCutShort_namesIt(@TempDir Path folder) throws IOException {
    byte[] whole = Files.readAllBytes(text("tiny/sd1"));
    Path cut = Files.write(folder.resolve("cut.onnx"), Arrays.copyOf(whole, 100_000));

    assertThatThrownBy(() -> TextGraph.read(cut))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(cut.toString());
  }

  @Test
  void most_models_tellWhatTheirTextEncoderCan() {
    assertThat(ClipSkips.most(ModelDirectory.open(MODELS.resolve("tiny/sd1")))).isEqualTo(3);
    assertThat(ClipSkips.most(ModelDirectory.open(MODELS.resolve("tiny/sd2")))).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../secret", "/etc/hostname", "", "."})
  void file_nameThatLeadsElsewhere_isRefused(String name, @TempDir Path folder) {
    assertThatThrownBy(() -> External.file(folder, name))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not beside the network");
  }

  private static Path text(String model) {
    return MODELS.resolve(model).resolve("text_encoder/model.onnx");
  }
}
