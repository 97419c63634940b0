package dev.langevin.bench.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.langevin.bench.capacity.Line.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineTest {
  @Test
  void through_pointsOnALine_isThatLine() {
    Line line = Line.through(List.of(new Point(10, 70), new Point(25, 145), new Point(200, 1020)));

    assertThat(line.slope()).isCloseTo(5, within(1e-9));
    assertThat(line.atZero()).isCloseTo(20, within(1e-9));
    assertThat(line.at(100)).isCloseTo(520, within(1e-9));
  }

  @Test
  void through_pointsBesideALine_leavesTheLeastSquares() {
    Line line = Line.through(List.of(new Point(0, 1), new Point(1, 0), new Point(2, 2)));

    assertThat(line.slope()).isCloseTo(0.5, within(1e-9));
    assertThat(line.atZero()).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void through_onePlaceAlone_isRefused() {
    List<Point> points = List.of(new Point(10, 1), new Point(10, 2));

    assertThatThrownBy(() -> Line.through(points)).hasMessageContaining("differ in x");
  }
}
