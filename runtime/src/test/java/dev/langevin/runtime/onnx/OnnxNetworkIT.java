package dev.langevin.runtime.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import dev.langevin.runtime.model.ModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxNetworkIT {
  private static final ExecutionSettings CPU = new ExecutionSettings(Provider.CPU, false, 1);

  @TempDir Path directory;

  @Test
  void load_readsPortsFromTheSession() throws Exception {
    try (OnnxNetwork network = OnnxNetwork.load(small(), CPU)) {
      assertThat(network.inputs())
          .containsExactly(
              new Port("x", ElementType.FLOAT, List.of(-1L, 3L)),
              new Port("count", ElementType.INT64, List.of()));
      assertThat(network.output("sum").rank()).isZero();
      assertThat(network.hasInput("y")).isFalse();
      assertThatThrownBy(() -> network.input("y"))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("it has no input y, but x, count");
      assertThat(network.provider()).isEqualTo(Provider.CPU);
      assertThat(OnnxNetwork.runtimeVersion()).matches("\\d+\\.\\d+\\.\\d+");
    }
  }

  @Test
  void run_computesWhatIsWanted() throws Exception {
    try (OnnxNetwork network = OnnxNetwork.load(small(), CPU)) {
      Map<String, Array> inputs =
          Map.of("x", Array.of(new float[] {1, 2, 3}, 1, 3), "count", Array.of(new long[] {4}));
      Map<String, Array> outputs = network.run(inputs, Set.of("product"));
      assertThat(outputs).containsOnlyKeys("product");
      assertThat(outputs.get("product").floatArray()).containsExactly(4, 8, 12);
      assertThat(outputs.get("product").shape()).containsExactly(1, 3);
      assertThat(network.run(inputs, Set.of("sum")).get("sum").floatArray()).containsExactly(24);
    }
  }

  @Test
  void run_withAShapeTheNetworkCannotTake_saysSo() throws Exception {
    try (OnnxNetwork network = OnnxNetwork.load(small(), CPU)) {
      Map<String, Array> inputs =
          Map.of("x", Array.of(new float[] {1, 2}, 1, 2), "count", Array.of(new long[] {4}));
      assertThatThrownBy(() -> network.run(inputs, Set.of("sum")))
          .isInstanceOf(NetworkException.class)
          .hasMessageContaining("small.onnx")
          .hasMessageContaining("x");
    }
  }

  @Test
  void load_ofATruncatedNetwork_namesTheFile() throws Exception {
    byte[] bytes = Files.readAllBytes(small());
    Path cut = Files.write(directory.resolve("cut.onnx"), Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> OnnxNetwork.load(cut, CPU))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith(cut + ": ONNX Runtime can't load it");
  }

  @Test
  void load_onAProviderThatIsNotThere_isRefusedOrFallsBack() throws Exception {
    assumeFalse(OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA));
    Path small = small();
    ExecutionSettings strict = new ExecutionSettings(Provider.CUDA, false, 1);
    assertThatThrownBy(() -> OnnxNetwork.load(small, strict))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("LANGEVIN_PROVIDER: cuda can't start here")
        .hasMessageContaining("LANGEVIN_PROVIDER_FALLBACK");
    try (OnnxNetwork network =
        OnnxNetwork.load(small, new ExecutionSettings(Provider.CUDA, true, 1))) {
      assertThat(network.provider()).isEqualTo(Provider.CPU);
    }
  }

  @Test
  void array_ofTheWrongLength_isRefused() {
    assertThatThrownBy(() -> Array.of(new float[5], 2, 3))
        .hasMessage("20 bytes of data are not the 24 that the shape takes");
    ByteBuffer longs = Array.of(new long[] {1, 2}, 2).data();
    assertThatThrownBy(() -> new Array(ElementType.INT64, new long[] {2}, longs).floats())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void settings_fromTheEnvironment_haveDefaultsAndChecks() {
    int cores = Runtime.getRuntime().availableProcessors();
    assertThat(ExecutionSettings.of(Environment.of(Map.of())))
        .isEqualTo(new ExecutionSettings(Provider.CPU, false, cores));
    Map<String, String> all =
        Map.of(
            "LANGEVIN_PROVIDER", "cuda",
            "LANGEVIN_PROVIDER_FALLBACK", "true",
            "LANGEVIN_THREADS", "3");
    assertThat(ExecutionSettings.of(Environment.of(all)))
        .isEqualTo(new ExecutionSettings(Provider.CUDA, true, 3));
    assertThatThrownBy(() -> new ExecutionSettings(Provider.CPU, false, 0))
        .hasMessage("threads: 0 is not in 1..256");
  }

  @Test
  void hardware_ofThisMachine_isPlainText() {
    Hardware hardware = Hardware.of(Provider.CPU);
    assertThat(hardware.model()).matches("[a-z0-9_-]+");
    assertThat(hardware.instructions()).isNotEmpty();
    assertThat(Hardware.of(Provider.CUDA).instructions()).isEqualTo("cuda");
  }

  /** A copy beside the test's other files, as a model directory would have it. */
  private Path small() throws IOException {
    Path file = directory.resolve("small.onnx");
    if (!Files.exists(file)) {
      try (var stream = OnnxNetworkIT.class.getResourceAsStream("/small.onnx")) {
        Files.copy(stream, file);
      }
    }
    return file;
  }
}
