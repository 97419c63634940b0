package dev.langevin.encoder.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.encoder.TestModels;
import dev.langevin.runtime.model.ModelException;
import dev.langevin.runtime.onnx.ExecutionSettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextNetworkTest {
  private static final ExecutionSettings CPU = ExecutionSettings.cpu();
  private static final Path INT64 = TestModels.tiny().resolve("text_encoder/model.onnx");
  private static final Path COMPANY = TestModels.all().resolve("company/model.onnx");
  private static final Path INT32 = TestModels.all().resolve("tiny-int32/text_encoder/model.onnx");

  @Test
  void run_int32AndInt64Ids_giveTheSame() {
    try (TextNetwork wide = TextNetwork.load(INT64, CPU);
        TextNetwork narrow = TextNetwork.load(INT32, CPU)) {
      List<long[]> batch = List.of(row(3), row(4));

      assertThat(narrow.run(batch).get(1).values()).isEqualTo(wide.run(batch).get(1).values());
    }
  }

  @Test
  void run_rowsOfABatch_equalThoseAlone() {
    try (TextNetwork network = TextNetwork.load(INT64, CPU)) {
      Hidden alone = network.run(List.of(row(5))).getFirst();
      Hidden together = network.run(List.of(row(1), row(2), row(5))).get(2);

      assertThat(Arrays.equals(together.values(), alone.values())).isTrue();
      assertThat(alone.tokens()).isEqualTo(77);
      assertThat(alone.width()).isEqualTo(8);
    }
  }

  @Test
  void cap_rowsThatDoNotDependOnOthers_isTheOneWanted() {
    try (TextNetwork network = TextNetwork.load(INT64, CPU)) {
      assertThat(BatchCheck.cap(network, row(5), 8)).isEqualTo(8);
    }
  }

  @Test
  void cap_rowsThatDependOnOthers_isOne() {
    long[] row = row(1);
    row[0] = 2;
    try (TextNetwork network = TextNetwork.load(COMPANY, CPU)) {
      assertThat(BatchCheck.cap(network, row, 8)).isEqualTo(1);
    }
  }

  @Test
  void load_otherSignature_namesFileAndSignature() {
    Path unet = TestModels.tiny().resolve("unet/model.onnx");

    assertThatThrownBy(() -> TextNetwork.load(unet, CPU))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll(unet.toString(), "input_ids");
  }

  private static long[] row(long id) {
    long[] row = new long[77];
    Arrays.fill(row, id);
    return row;
  }
}
