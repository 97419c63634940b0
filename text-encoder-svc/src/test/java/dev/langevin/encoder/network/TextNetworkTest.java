package dev.langevin.encoder.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.encoder.TestModels;
import dev.langevin.runtime.model.ModelException;
import dev.langevin.runtime.onnx.ElementType;
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
    try (TextNetwork wide = TextNetwork.load(INT64, 1e-5, CPU);
        TextNetwork narrow = TextNetwork.load(INT32, 1e-5, CPU)) {
      List<TextRow> batch = rows(3, 4);

      assertThat(narrow.run(batch).get(1).values()).isEqualTo(wide.run(batch).get(1).values());
    }
  }

  @Test
  void run_rowsOfABatch_equalThoseAlone() {
    try (TextNetwork network = TextNetwork.load(INT64, 1e-5, CPU)) {
      Hidden alone = network.run(rows(5)).getFirst();
      Hidden together = network.run(rows(1, 2, 5)).get(2);

      assertThat(Arrays.equals(together.values(), alone.values())).isTrue();
      assertThat(alone.tokens()).isEqualTo(77);
      assertThat(alone.width()).isEqualTo(8);
    }
  }

  @Test
  void cap_rowsThatDoNotDependOnOthers_isTheOneWanted() {
    try (TextNetwork network = TextNetwork.load(INT64, 1e-5, CPU)) {
      assertThat(BatchCheck.cap(network, row(5), 8)).isEqualTo(8);
    }
  }

  @Test
  void cap_rowsThatDependOnOthers_isOne() {
    long[] row = row(1);
    row[0] = 2;
    try (TextNetwork network = TextNetwork.load(COMPANY, 1e-5, CPU)) {
      assertThat(BatchCheck.cap(network, row, 8)).isEqualTo(1);
    }
  }

  @Test
  void load_otherSignature_namesFileAndSignature() {
    Path unet = TestModels.tiny().resolve("unet/model.onnx");

    assertThatThrownBy(() -> TextNetwork.load(unet, 1e-5, CPU))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll(unet.toString(), "input_ids");
  }

  @Test
  void run_floatsAndHalves_areTheNetworksOwn() {
    try (TextNetwork full = TextNetwork.load(tiny("sd1"), 1e-5, CPU);
        TextNetwork half = TextNetwork.load(tiny("sd1-float16"), 1e-5, CPU)) {
      assertThat(full.run(rows(3)).getFirst().type()).isEqualTo(ElementType.FLOAT);
      assertThat(half.run(rows(3)).getFirst().type()).isEqualTo(ElementType.FLOAT16);
    }
  }

  @Test
  void run_exportsOfOneModel_giveTheSame() {
    try (TextNetwork current = TextNetwork.load(tiny("sd1"), 1e-5, CPU);
        TextNetwork older = TextNetwork.load(tiny("sd1-older"), 1e-5, CPU)) {
      assertThat(older.run(rows(3, 400)).get(1).values())
          .usingComparatorWithPrecision(1e-4f)
          .containsExactly(current.run(rows(3, 400)).get(1).values());
      assertThat(older.maxClipSkip()).isZero();
    }
  }

  @Test
  void most_hiddenStatesWithTheirNorm_isTheirNumber() {
    try (TextNetwork network = TextNetwork.load(tiny("sd1"), 1e-5, CPU)) {
      assertThat(ClipSkipCheck.most(network, row(5))).isEqualTo(3);
      assertThat(network.lastNormalised(row(5)).values())
          .usingComparatorWithPrecision(1e-4f)
          .containsExactly(network.run(rows(5)).getFirst().values());
    }
  }

  @Test
  void most_normOfAnotherEpsilon_isNone() {
    try (TextNetwork network = TextNetwork.load(tiny("sd1"), 10, CPU)) {
      assertThat(ClipSkipCheck.most(network, row(5))).isZero();
    }
  }

  @Test
  void most_noHiddenStates_isNone() {
    try (TextNetwork network = TextNetwork.load(tiny("sd2"), 1e-5, CPU)) {
      assertThat(ClipSkipCheck.most(network, row(5))).isZero();
    }
  }

  @Test
  void run_rowsOfDifferentLayers_equalThoseAlone() {
    try (TextNetwork network = TextNetwork.load(tiny("sd1"), 1e-5, CPU)) {
      TextRow last = TextRow.of(row(5));
      TextRow inner = new TextRow(row(5), 2);
      List<Hidden> together = network.run(List.of(last, inner));

      assertThat(together.get(0).values())
          .isEqualTo(network.run(List.of(last)).getFirst().values())
          .isNotEqualTo(together.get(1).values());
      assertThat(together.get(1).values())
          .isEqualTo(network.run(List.of(inner)).getFirst().values());
    }
  }

  private static Path tiny(String name) {
    return TestModels.checkout("tiny").resolve(name).resolve("text_encoder/model.onnx");
  }

  private static List<TextRow> rows(long... ids) {
    return Arrays.stream(ids).mapToObj(id -> TextRow.of(row(id))).toList();
  }

  private static long[] row(long id) {
    long[] row = new long[77];
    Arrays.fill(row, id);
    return row;
  }
}
