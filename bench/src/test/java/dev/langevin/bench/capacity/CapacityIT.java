package dev.langevin.bench.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.bench.kit.Progress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All of it for a moment: whether the real orchestrator takes what the instant services answer. */
class CapacityIT {
  private static final Pace MOMENT =
      new Pace(List.of(1, 3), List.of(2), Duration.ofMillis(200), Duration.ofMillis(500));

  @Test
  void figures_ofAMoment_areAllThere() throws Exception {
    Figures figures = Capacity.figures(MOMENT, new Progress("capacity"));

    assertThat(figures.levels()).extracting(Level::jobs).containsExactly(1, 3);
    assertThat(figures.levels()).allMatch(level -> level.evaluations().count() > 0);
    assertThat(figures.levels()).allMatch(level -> level.heapBytes() > figures.tensorBytes());
    assertThat(figures.creations()).allMatch(creation -> creation.creates().count() > 0);
    assertThat(figures.bars()).hasSize(3);
    assertThat(CapacityChart.of(figures)).hasSize(3);
  }
}
