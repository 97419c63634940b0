package dev.langevin.denoiser.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  private static final Duration LIMIT = Duration.ofMillis(500);

  private final Calibration calibration = new Calibration(LIMIT);
  private final List<Integer> asked = new ArrayList<>();

  @Test
  void next_onAQuietMachine_growsAndThenGoesRound() {
    run(rows -> 10 + 5.0 * rows); // company pays up to the limit
    assertThat(asked).startsWith(1, 1, 1, 2, 2, 2, 4, 4, 4, 8, 8, 8);
    assertThat(asked).endsWith(1, 2, 4, 8, 16, 32, 64);
    assertThat(calibration.curve().stable()).isTrue();
    assertThat(calibration.best()).as("within 5 % of 64").isEqualTo(32);
  }

  @Test
  void best_whereEachRowCostsAsMuch_isOneOfTheFirst() {
    run(rows -> 0.5 + 10.0 * rows);
    assertThat(calibration.best()).isEqualTo(1);
  }

  /** While the first numbers grow, something else takes half the machine, and then ends. */
  @Test
  void best_ifTheMachineWasBusyAtFirst_isThatOfAQuietOne() {
    run(rows -> (asked.size() <= 9 ? 2 : 1) * (8.0 + 4.0 * rows));
    assertThat(calibration.curve().stable()).isTrue();
    Curve quiet = new Curve();
    List.of(1, 2, 4, 8, 16, 32, 64)
        .forEach(rows -> quiet.add(rows, Math.round(1e6 * (8 + 4.0 * rows))));
    assertThat(calibration.best()).isEqualTo(quiet.knee(LIMIT));
  }

  @Test
  void next_ifTimesNeverRepeat_givesUpAndSaysSo() {
    run(rows -> (10 + rows) * Math.pow(0.85, asked.size()));
    assertThat(calibration.curve().stable()).isFalse();
    long ones = asked.stream().filter(rows -> rows == 1).count();
    assertThat(ones).isEqualTo(3 + 9);
  }

  @Test
  void failed_leavesWhatIsSmaller() {
    while (calibration.next().orElseThrow() < 8) {
      calibration.took(10_000_000);
    }
    calibration.failed();
    run(rows -> 10);
    assertThat(asked).containsExactly(1, 2, 4);
    assertThat(calibration.best()).isEqualTo(4);
  }

  @Test
  void failed_ofASingleRow_isTheEnd() {
    calibration.next();
    assertThatThrownBy(calibration::failed).hasMessageContaining("not even one row");
  }

  private void run(ToDoubleFunction<Integer> millis) {
    for (OptionalInt rows = calibration.next(); rows.isPresent(); rows = calibration.next()) {
      asked.add(rows.getAsInt());
      calibration.took(Math.round(1e6 * millis.applyAsDouble(rows.getAsInt())));
    }
  }
}
