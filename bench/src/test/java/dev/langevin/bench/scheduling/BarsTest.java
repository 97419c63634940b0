package dev.langevin.bench.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.bench.kit.Bar;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BarsTest {
  private static final Setting USUAL = Setting.of(4, Arrivals.POISSON, 1, Bars.USUAL_LOAD);
  private static final Setting OVERLOAD = Setting.of(4, Arrivals.POISSON, 1, Bars.OVERLOAD);

  @Test
  void of_atTheLimits_holds() {
    List<Bar> bars = Bars.of(findings(350, 1_500, 1_500, 1.5, 4));

    assertThat(bars).extracting(Bar::holds).containsExactly(true, true, true, true);
    assertThat(bars).extracting(Bar::limit).containsExactly(0.35, 1.5, 1.5, 1.5);
  }

  @Test
  void of_oneBeyond_itsBarDoesNotHold() {
    assertBroken(findings(351, 1_500, 1_500, 1.5, 4), 0);
    assertBroken(findings(350, 1_501, 1_500, 1.5, 4), 1);
    assertBroken(findings(350, 1_500, 1_501, 1.5, 4), 2);
    assertBroken(findings(350, 1_500, 1_500, 1.49, 4), 3);
  }

  /** Where runs cost hardly more than their rows, only starvation is judged. */
  @Test
  void of_runsThatCostLittle_isJudgedAtOverloadAlone() {
    assertThat(Bars.of(findings(999, 9_999, 1_000, 0.1, 1)))
        .hasSize(1)
        .allMatch(bar -> bar.what().contains("longest latency at 1.1"));
  }

  private static void assertBroken(Findings findings, int which) {
    List<Bar> bars = Bars.of(findings);
    for (int i = 0; i < bars.size(); i++) {
      assertThat(bars.get(i).holds()).as(bars.get(i).what()).isEqualTo(i != which);
    }
  }

  /** All of FIFO's times are 1000, and batches' goodput is 1. */
  private static Findings findings(
      double shortMean, double longP99, double longest, double goodput, int ratio) {
    List<Point> points = new ArrayList<>();
    for (Setting any : List.of(USUAL, OVERLOAD)) {
      Setting at = Setting.of(ratio, any.arrivals(), any.replicas(), any.load());
      points.add(point(Findings.FIFO, at, 1_000, 1_000, 1_000));
      points.add(point(Steps.LANGEVIN, at, shortMean, longP99, longest));
    }
    Setting at = Setting.of(ratio, Arrivals.POISSON, 1, Bars.USUAL_LOAD);
    List<Findings.Rate> rates =
        List.of(
            new Findings.Rate(Findings.BATCHES.label(), at, 1),
            new Findings.Rate(Steps.LANGEVIN.label(), at, goodput));
    return new Findings(
        List.of(), points, rates, List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
  }

  private static Point point(
      Discipline discipline, Setting at, double shortMean, double longP99, double longest) {
    Summary summary = new Summary(0, 0, shortMean, 0, longP99, longest, 0, 0);
    return new Point(discipline.label(), at, summary);
  }
}
