package dev.langevin.bench.scaleout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.langevin.bench.kit.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FigureTest {
  private static final Setting SETTING = new Setting(100, 0, 8, 3, 2, 20);

  @Test
  void of_accelerators_countsTheShareOfRunsAtTheEdges() {
    List<RunLog.Entry> full = List.of(run(0, 100, 8), run(100, 200, 8), run(200, 300, 8));
    Figure figure = Figure.of(List.of(full), millis(50), millis(250), 8, 100, 1);
    assertThat(figure.rowsPerSecond()).isCloseTo(80, within(1e-9));
    assertThat(figure.share()).isCloseTo(1, within(1e-9));
    assertThat(figure.busy()).isCloseTo(1, within(1e-9));
    assertThat(figure.fill()).isCloseTo(1, within(1e-9));
  }

  @Test
  void of_accelerators_tellsGapsFromRoom() {
    List<RunLog.Entry> gaps = List.of(run(0, 100, 8), run(200, 300, 8));
    List<RunLog.Entry> room = List.of(run(0, 100, 4), run(100, 200, 4), run(200, 300, 4));
    Figure figure = Figure.of(List.of(gaps), 0, millis(400), 8, 100, 1);
    assertThat(figure.share()).isCloseTo(0.5, within(1e-9));
    assertThat(figure.busy()).isCloseTo(0.5, within(1e-9));
    assertThat(figure.fill()).isCloseTo(1, within(1e-9));
    Figure other = Figure.of(List.of(gaps, room), 0, millis(300), 8, 100, 1);
    assertThat(other.ideal()).isCloseTo(160, within(1e-9));
    assertThat(other.share()).isCloseTo((16 + 12) / 48.0, within(1e-9));
    assertThat(other.busy()).isCloseTo(5 / 6.0, within(1e-9));
  }

  @Test
  void read_ofALogThatIsBeingWritten_leavesTheUnfinishedLine(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("runs");
    assertThat(RunLog.read(Files.writeString(file, ""))).isEmpty();
    assertThat(RunLog.read(Files.writeString(file, "1 2 8\n3 4"))).hasSize(1);
  }

  @Test
  void jobs_ofASetting_fillEachRunThreeTimes() {
    assertThat(SETTING.jobs(8)).isEqualTo(96);
    assertThat(SETTING.jobs(1, 60)).isEqualTo(80 * 60 / 40);
  }

  @Test
  void result_holdsTheLastNumberToTheBar() {
    Result holds = result(640 * 0.951);
    Result not = result(640 * 0.949);
    assertThat(holds.holds()).isTrue();
    assertThat(not.holds()).isFalse();
    assertThat(holds.charts()).hasSize(2);
    assertThat(holds.bars().getFirst().toString()).contains("8 denoisers", "95.1", "at least 95 %");
  }

  private static Result result(double rows) {
    Figure one = new Figure(1, 40, 80, 1, 0.5, 1);
    return ScaleOut.result(
        "scale-out", true, SETTING, List.of(one, new Figure(8, rows, 640, 1, 1, 1)));
  }

  private static RunLog.Entry run(long begin, long end, int rows) {
    return new RunLog.Entry(millis(begin), millis(end), rows);
  }

  private static long millis(long value) {
    return value * 1_000_000;
  }
}
