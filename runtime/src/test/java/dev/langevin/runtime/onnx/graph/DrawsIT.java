package dev.langevin.runtime.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.runtime.onnx.Array;
import dev.langevin.runtime.onnx.ExecutionSettings;
import dev.langevin.runtime.onnx.OnnxNetwork;
import dev.langevin.runtime.onnx.Provider;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DrawsIT {
  private static final ExecutionSettings CPU = new ExecutionSettings(Provider.CPU, false, 1);
  private static final Path NETWORKS = Path.of("src", "test", "resources", "halves");

  @Test
  void removed_networkThatDraws_givesItsMean() throws Exception {
    Path file = NETWORKS.resolve("draws.onnx");
    Rewriting rewriting = Draws.removed(OnnxFile.map(file)).orElseThrow();
    try (OnnxNetwork drawing = OnnxNetwork.load(file, CPU);
        OnnxNetwork certain = OnnxNetwork.load(file, rewriting, CPU)) {
      assertThat(run(certain)).containsExactly(1, 0, 3, 4); // the sample and two draws
      assertThat(run(drawing)).isNotEqualTo(run(drawing));
    }
  }

  @Test
  void removed_networkThatDrawsNothing_isNothing() throws Exception {
    assertThat(Draws.removed(OnnxFile.map(NETWORKS.resolve("single.onnx")))).isEmpty();
  }

  @Test
  void removed_drawsAroundAnotherMean_isRefused() throws Exception {
    OnnxFile file = OnnxFile.map(NETWORKS.resolve("draws-around-2.onnx"));

    assertThatThrownBy(() -> Draws.removed(file))
        .isInstanceOf(NotRewritableException.class)
        .hasMessage("RandomNormal → b draws around 2.0, not around 0");
  }

  private static float[] run(OnnxNetwork network) {
    return network
        .run(Map.of("sample", Array.of(new float[] {1, 0, 3, 4}, 1, 4)), Set.of("result"))
        .get("result")
        .floatArray();
  }
}
