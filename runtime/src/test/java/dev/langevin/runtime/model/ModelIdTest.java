package dev.langevin.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelIdTest {
  private static final ModelId OLD = new ModelId("story", "0.9");
  private static final ModelId NEW = new ModelId("story", "0.10");
  private static final ModelId OTHER = new ModelId("sea", "1");

  @Test
  void find_ofAName_isItsNewestVersion() {
    assertThat(ModelId.find("story", List.of(NEW, OLD, OTHER))).contains(NEW);
  }

  @Test
  void find_ofNameAndVersion_isThatOne() {
    assertThat(ModelId.find("story@0.9", List.of(NEW, OLD, OTHER))).contains(OLD);
  }

  @Test
  void find_ofAnother_isNothing() {
    assertThat(ModelId.find("story@0.8", List.of(NEW, OLD))).isEmpty();
    assertThat(ModelId.find("", List.of(NEW, OLD))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2",
    "9, 10",
    "1.9, 1.10",
    "2.0-rc1, 2.0",
    "2.0-rc1, 2.0-rc2",
    "1.0, 1.0.1",
    "007, 8",
    "a, b",
    "2024-05-01, 2024-11-01",
    "rc, 1"
  })
  void byAge_olderAndNewer_areToldApart(String older, String newer) {
    assertThat(ModelId.byAge(older, newer)).isNegative();
    assertThat(ModelId.byAge(newer, older)).isPositive();
    assertThat(ModelId.byAge(older, older)).isZero();
  }
}
