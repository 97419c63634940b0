package dev.langevin.bench.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.bench.kit.Progress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All of it with few lines: whether real gateways and feeders take what is asked of them. */
class BatchesIT {
  @Test
  void levels_ofFewLines_areAllThere() throws Exception {
    List<BatchLevel> levels = Batches.levels(List.of(10, 600), 50, new Progress("batch"));

    assertThat(levels).extracting(BatchLevel::lines).containsExactly(10, 600);
    assertThat(levels.get(0).made()).isEqualTo(10);
    assertThat(levels.get(1).made()).isBetween(50, 600);
    assertThat(levels)
        .allMatch(level -> level.acceptSeconds() > 0 && level.runSeconds() > 0)
        .allMatch(level -> level.resultSeconds() > 0 && level.downloadSeconds() > 0)
        .allMatch(level -> level.before() > 0 && level.uploading() > 0 && level.feeder() > 0);
    assertThat(Batches.bars(levels)).hasSize(4);
    assertThat(BatchChart.of(levels)).hasSize(1);
  }
}
