package dev.langevin.denoiser.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.denoiser.measure.Samples;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.onnx.ExecutionSettings;
import dev.langevin.runtime.onnx.Hardware;
import dev.langevin.runtime.onnx.OnnxNetwork;
import dev.langevin.runtime.onnx.Provider;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows on their way into a real network and out of it. */
class AssemblyIT {
  @ParameterizedTest
  @ValueSource(strings = {"perrow", "equal", "integer", "half"})
  void outputs_ofAssembliesInTurn_areThoseOfTheirRows(String name) {
    try (OnnxDenoiser network = open(name, 1);
        Assembly one = network.assembly();
        Assembly other = network.assembly()) {
      List<RowInput> rows = Samples.rows(network, model(name), 6);
      List<ByteBuffer> alone =
          rows.stream().map(row -> network.run(List.of(row), 1).row(0)).toList();
      rows.subList(0, 2).forEach(one::add);
      one.run(2);
      rows.subList(2, 6).forEach(other::add);
      other.run(4);
      Outputs first = one.outputs();
      one.clear();
      rows.subList(3, 6).forEach(one::add);
      one.run(5);
      assertThat(first.row(1)).isEqualTo(alone.get(1));
      assertThat(other.outputs().row(3)).isEqualTo(alone.get(5));
      Outputs padded = one.outputs();
      assertThat(padded.row(0)).isEqualTo(alone.get(3));
      assertThat(padded.row(4)).as("repeats the last row").isEqualTo(alone.get(5));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void numerics_namesRuntimeDeviceAndThreads(int threads) {
    try (OnnxDenoiser network = open("perrow", threads)) {
      Hardware hardware = Hardware.of(Provider.CPU);
      assertThat(network.numerics().split("/"))
          .containsExactly(
              "onnxruntime-" + OnnxNetwork.runtimeVersion(),
              "cpu",
              hardware.model(),
              hardware.instructions(),
              "threads-" + threads);
    }
  }

  private static OnnxDenoiser open(String name, int threads) {
    return OnnxDenoiser.load(model(name), new ExecutionSettings(Provider.CPU, false, threads));
  }

  private static ModelDirectory model(String name) {
    return ModelDirectory.open(Path.of("src/test/resources/models", name));
  }
}
