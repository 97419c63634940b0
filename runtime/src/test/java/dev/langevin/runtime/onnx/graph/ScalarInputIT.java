package dev.langevin.runtime.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.runtime.onnx.Array;
import dev.langevin.runtime.onnx.ElementType;
import dev.langevin.runtime.onnx.ExecutionSettings;
import dev.langevin.runtime.onnx.OnnxNetwork;
import dev.langevin.runtime.onnx.Provider;
import java.io.EOFException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks that take a scalar the ways exporters write it, before and after. */
class ScalarInputIT {
  private static final ExecutionSettings CPU = new ExecutionSettings(Provider.CPU, false, 1);
  private static final float[] SAMPLE = {1, 2, 3, 4, 5, 6, 7, 8, 9};
  private static final double[] TIMES = {7, 500, 999};

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "traced",
        "noted",
        "external",
        "attribute",
        "cast",
        "reshaped",
        "column",
        "expanded",
        "single"
      })
  void perRow_ofWhatExportersWrite_givesEachRowItsScalar(String name) throws Exception {
    OnnxFile file = OnnxFile.map(path(name));
    Rewriting rewriting = ScalarInput.perRow(file, "timestep", "sample");
    assertThat(rewriting.size()).isCloseTo(Files.size(path(name)), within(150));
    try (OnnxNetwork before = OnnxNetwork.load(path(name), CPU);
        OnnxNetwork after = OnnxNetwork.load(path(name), rewriting, CPU)) {
      assertThat(after.input("timestep").rank()).isEqualTo(1);
      assertThat(after.input("timestep").type()).isEqualTo(before.input("timestep").type());
      float[] together = run(after, times(after, TIMES));
      for (int row = 0; row < TIMES.length; row++) {
        float[] alone = run(before, times(before, TIMES[row]));
        assertThat(Arrays.copyOfRange(together, 3 * row, 3 * row + 3))
            .containsExactly(Arrays.copyOfRange(alone, 3 * row, 3 * row + 3));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "arithmetic, Mul → column",
    "unsqueezed, Unsqueeze → column",
    "computed, Unsqueeze → vector",
    "shaped, Reshape → column",
    "branch, If → chosen"
  })
  void perRow_whereAnAxisMayMeanSomethingElse_isRefused(String name, String what) throws Exception {
    OnnxFile file = OnnxFile.map(path(name));
    assertThatThrownBy(() -> ScalarInput.perRow(file, "timestep", "sample"))
        .isInstanceOf(NotRewritableException.class)
        .hasMessage("it is taken by %s, which may want a scalar", what);
  }

  @Test
  void perRow_ofWhatIsNoScalar_isRefused() throws Exception {
    OnnxFile file = OnnxFile.map(path("traced"));
    assertThatThrownBy(() -> ScalarInput.perRow(file, "sample", "timestep"))
        .hasMessage("sample is not an input of a single number");
    assertThatThrownBy(() -> ScalarInput.perRow(file, "timestep", "timestep"))
        .hasMessage("timestep does not declare a batch axis");
    assertThatThrownBy(() -> ScalarInput.perRow(file, "time", "sample"))
        .hasMessage("it has no input time");
  }

  /** What is not changed stays where it is, byte for byte, also what the schema does not have. */
  @Test
  void perRow_keepsAllOtherBytes() throws Exception {
    byte[] original = Files.readAllBytes(path("traced"));
    byte[] unknown = {(byte) 0xca, 0x3e, 3, 1, 2, 3}; // field 1001
    byte[] extended = Arrays.copyOf(original, original.length + unknown.length);
    System.arraycopy(unknown, 0, extended, original.length, unknown.length);
    Path copy = Files.write(directory.resolve("model.onnx"), extended);
    ByteBuffer changed = ScalarInput.perRow(OnnxFile.map(copy), "timestep", "sample").toBuffer();
    byte[] bytes = new byte[changed.remaining()];
    changed.get(bytes);
    assertThat(Arrays.copyOfRange(bytes, bytes.length - unknown.length, bytes.length))
        .isEqualTo(unknown);
    assertThat(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1))
        .contains("Identity")
        .doesNotContain("axes\u0012"); // nobody takes the axes any more
    assertThat(Files.readAllBytes(copy)).isEqualTo(extended);
  }

  @Test
  void toBuffer_ofALargeNetwork_isMappedAndTheSame() throws Exception {
    Rewriting rewriting = ScalarInput.perRow(OnnxFile.map(path("noted")), "timestep", "sample");
    assertThat(rewriting.toBuffer(0)).isEqualTo(rewriting.toBuffer());
  }

  @Test
  void map_readsWhatIsDeclared() throws Exception {
    OnnxFile file = OnnxFile.map(path("external"));
    assertThat(file.input("sample").orElseThrow().shape()).containsExactly(-1L, 3L);
    assertThat(file.input("timestep").orElseThrow().shape()).isEmpty();
    assertThat(file.input("time")).isEmpty();
    assertThat(file.outputs().getFirst().extent(1)).isEqualTo(3);
    long size = Files.size(path("external").resolveSibling("external.data"));
    assertThat(file.externalFiles()).isEqualTo(Map.of("external.data", size));
    assertThat(OnnxFile.map(path("noted")).externalFiles()).isEmpty();
  }

  @Test
  void map_ofADamagedFile_saysSo() throws Exception {
    byte[] bytes = Files.readAllBytes(path("noted"));
    Path cut = Files.write(directory.resolve("cut"), Arrays.copyOf(bytes, bytes.length - 5));
    assertThatThrownBy(() -> OnnxFile.map(cut)).isInstanceOf(EOFException.class);
    Path page = Files.writeString(directory.resolve("page"), "<html>Not found</html>");
    assertThatThrownBy(() -> OnnxFile.map(page)).hasMessage("not a protobuf message");
    Path empty = Files.write(directory.resolve("empty"), new byte[0]);
    assertThatThrownBy(() -> OnnxFile.map(empty))
        .isInstanceOf(IOException.class)
        .hasMessage("it holds no graph");
  }

  private static org.assertj.core.data.Offset<Long> within(long bytes) {
    return org.assertj.core.data.Offset.offset(bytes);
  }

  private static Array times(OnnxNetwork network, double... times) {
    long[] shape = network.input("timestep").rank() == 0 ? new long[0] : new long[] {times.length};
    if (network.input("timestep").type() == ElementType.INT64) {
      return Array.of(Arrays.stream(times).mapToLong(time -> (long) time).toArray(), shape);
    }
    float[] floats = new float[times.length];
    for (int i = 0; i < times.length; i++) {
      floats[i] = (float) times[i];
    }
    return Array.of(floats, shape);
  }

  private static float[] run(OnnxNetwork network, Array times) {
    Map<String, Array> inputs = Map.of("sample", Array.of(SAMPLE, 3, 3), "timestep", times);
    Array out = network.run(inputs, Set.of("out")).get("out");
    assertThat(out.shape()).containsExactly(3, 3);
    return out.floatArray();
  }

  private static Path path(String name) throws URISyntaxException {
    return Path.of(ScalarInputIT.class.getResource("/scalars/" + name + ".onnx").toURI());
  }
}
