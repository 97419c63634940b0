package dev.langevin.bench.sight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.bench.kit.Bar;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatioTest {
  private static final String UNDECIDED = "NOT DECIDED";

  @ParameterizedTest
  @CsvSource({
    "100.4, 100.6, true, true, false", // all of the interval is below 1 %
    "102, 104, false, false, false", // and above it
    "99, 104, false, true, true" // on both sides of it
  })
  void bars_tellOnWhichSideOfTheLimitTheIntervalIs(
      double one, double other, boolean below, boolean notAbove, boolean undecided) {
    List<Double> recorded =
        Collections.nCopies(5, List.of(one, other)).stream().flatMap(List::stream).toList();
    List<Double> plain = Collections.nCopies(10, 100.0);

    Ratio ratio = Ratio.of(recorded, plain);

    Bar bar = ratio.below("time", 1.01);
    assertThat(bar.holds()).isEqualTo(below);
    assertThat(bar.toString().contains(UNDECIDED)).isEqualTo(undecided);
    assertThat(ratio.notAbove("time", 1.01).holds()).isEqualTo(notAbove);
  }
}
