package dev.langevin.bench.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.langevin.bench.kit.Bar;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {
  private static final long TENSORS = 500_000;

  @Test
  void rate_onHalfACore_isTwiceAsHighPerCore() {
    Rate rate = new Rate(30_000, 10, 5);

    assertThat(rate.perSecond()).isEqualTo(3_000);
    assertThat(rate.perCore()).isEqualTo(6_000);
    assertThat(rate.cores()).isEqualTo(0.5);
  }

  @Test
  void bars_levelsDiffer_judgeTheWorst() {
    Bar bar = figures(level(10, 5_500, 0), level(50, 4_900, 0), level(200, 6_000, 0)).bars().get(0);

    assertThat(bar.measured()).isEqualTo(4_900);
    assertThat(bar.what()).contains("50 jobs");
    assertThat(bar.holds()).isFalse();
  }

  @Test
  void heap_perJob_leavesOutItsTensorsAndWhatIsThereWithoutJobs() {
    long base = 30 << 20;
    long job = TENSORS + (100 << 10);
    Figures figures = figures(level(10, 1, base + 10 * job), level(110, 1, base + 110 * job));

    assertThat(figures.heapKibibytes()).isCloseTo(100, within(1e-6));
    assertThat(figures.bars().get(2).holds()).isTrue();
  }

  @Test
  void bars_clientsDiffer_judgeTheMany() {
    Bar bar = figures(level(1, 1, 0), level(2, 1, 0)).bars().get(1);

    assertThat(bar.measured()).isEqualTo(2_100);
    assertThat(bar.what()).contains("256 clients");
  }

  private static Figures figures(Level... levels) {
    List<Creation> creations =
        List.of(
            new Creation(16, new Rate(1_500, 1, 1), 1, 1),
            new Creation(256, new Rate(2_100, 1, 1), 1, 1));
    return new Figures(List.of(levels), creations, TENSORS, 0, 0);
  }

  private static Level level(int jobs, long perCore, long heap) {
    return new Level(jobs, new Rate(perCore, 1, 1), heap, 0, 0);
  }
}
