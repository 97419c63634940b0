package dev.langevin.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellTest {
  private static final Map<String, Object> SCHEDULE =
      Map.of("_class_name", "DDIMScheduler", "beta_schedule", "squaredcos_cap_v2");

  @ParameterizedTest
  @CsvSource({"ddim, 20, 20", "heun, 20, 10", "dpm2, 5, 3", "dpmpp_2m, 1, 1"})
  void of_evaluations_isTheStepsTheyPayFor(String sampler, int evaluations, int steps) {
    assertThat(Cell.of(sampler, evaluations, SCHEDULE))
        .contains(new Cell(sampler, evaluations, steps));
  }

  @Test
  void of_aSamplerThatTheScheduleDoesNotAllow_isNothing() {
    assertThat(Cell.of("edm_euler", 10, SCHEDULE)).isEmpty();
  }
}
