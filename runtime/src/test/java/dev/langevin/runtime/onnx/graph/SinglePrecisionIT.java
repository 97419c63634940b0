package dev.langevin.runtime.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.runtime.numeric.Float16;
import dev.langevin.runtime.onnx.Array;
import dev.langevin.runtime.onnx.ElementType;
import dev.langevin.runtime.onnx.ExecutionSettings;
import dev.langevin.runtime.onnx.OnnxNetwork;
import dev.langevin.runtime.onnx.Provider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinglePrecisionIT {
  private static final ExecutionSettings CPU = new ExecutionSettings(Provider.CPU, false, 1);
  private static final Path NETWORKS = Path.of("src", "test", "resources", "halves");
  private static final float[] SAMPLE = {
    0.3f, -1.7f, 2.2f, 0.9f, -0.4f, 1.1f, 5f, -3f, 0, 1, 2, 3, -1, 0.1f, 0.2f, 7
  };

  @Test
  void of_halfPrecisionEverywhere_isTheNetworkOfTheRoundedWeights() throws Exception {
    try (OnnxNetwork rewritten = rewritten(NETWORKS.resolve("half.onnx"));
        OnnxNetwork single = OnnxNetwork.load(NETWORKS.resolve("single.onnx"), CPU)) {
      assertThat(rewritten.input("sample").type()).isEqualTo(ElementType.FLOAT);
      assertThat(rewritten.output("result").type()).isEqualTo(ElementType.FLOAT);
      assertThat(run(rewritten)).containsExactly(run(single));
    }
  }

  @Test
  void of_networkThatOverflows_overflowsNoLonger() throws Exception {
    Path file = NETWORKS.resolve("overflow.onnx");
    float[] sample = {100, 2, 3, 4};
    ByteBuffer halves = Array.allocate(8);
    Float16.narrow(FloatBuffer.wrap(sample), halves.asShortBuffer());
    try (OnnxNetwork half = OnnxNetwork.load(file, CPU);
        OnnxNetwork rewritten = rewritten(file)) {
      Array given = new Array(ElementType.FLOAT16, new long[] {1, 4}, halves);
      Array result = half.run(Map.of("sample", given), Set.of("result")).get("result");
      assertThat(Float.float16ToFloat(result.data().getShort(0))).isInfinite();
      assertThat(
              rewritten
                  .run(Map.of("sample", Array.of(sample, 1, 4)), Set.of("result"))
                  .get("result")
                  .floatArray())
          .containsExactly(204800, 4096, 6144, 8192);
    }
  }

  @Test
  void of_singlePrecision_isNothing() throws Exception {
    OnnxFile file = OnnxFile.map(NETWORKS.resolve("single.onnx"));

    assertThat(SinglePrecision.of(file, NETWORKS)).isEmpty();
  }

  @Test
  void of_weightsElsewhereOrCutShort_isRefused(@TempDir Path folder) throws Exception {
    byte[] network = Files.readAllBytes(NETWORKS.resolve("half.onnx"));
    String text = new String(network, StandardCharsets.ISO_8859_1);
    byte[] outside = text.replace("half.data", "../a.data").getBytes(StandardCharsets.ISO_8859_1);
    Path file = Files.write(folder.resolve("outside.onnx"), outside);
    Files.write(folder.resolve("half.data"), new byte[31]);

    assertThatThrownBy(() -> SinglePrecision.of(OnnxFile.map(file), folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("../a.data is not beside the network");
    assertThatThrownBy(
            () -> SinglePrecision.of(OnnxFile.map(NETWORKS.resolve("half.onnx")), folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("half.data has 31 bytes, fewer than the 32");
  }

  private static OnnxNetwork rewritten(Path file) throws Exception {
    Rewriting rewriting = SinglePrecision.of(OnnxFile.map(file), NETWORKS).orElseThrow();
    return OnnxNetwork.load(file, rewriting, CPU);
  }

  private static float[] run(OnnxNetwork network) {
    return network
        .run(Map.of("sample", Array.of(SAMPLE, 4, 4)), Set.of("result"))
        .get("result")
        .floatArray();
  }
}
