package dev.langevin.client.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.client.Shell;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Progress;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Terminal terminal(boolean interactive) {
    return Shell.terminal(new ByteArrayOutputStream(), err, interactive);
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static Progress step(int step, int steps) {
    return Progress.newBuilder()
        .setStep(step)
        .setSteps(steps)
        .setEvaluation(step)
        .setEvaluations(steps)
        .build();
  }

  private static Generation state(Generation.State state) {
    return Generation.newBuilder().setId("g1").setState(state).build();
  }

  @Test
  void lines_aRun_areOnePerStateAndTenth() {
    View view = View.of(terminal(false), false);
    view.state(state(Generation.State.STATE_QUEUED));
    view.state(state(Generation.State.STATE_RUNNING));
    view.state(state(Generation.State.STATE_RUNNING));
    for (int i = 1; i <= 50; i++) {
      view.progress(step(i, 50));
    }

    assertThat(said().lines())
        .startsWith("queued g1", "running g1", "step 5 of 50", "step 10 of 50")
        .endsWith("step 45 of 50", "step 50 of 50")
        .hasSize(12);
  }

  @Test
  void quiet_aRun_saysOnlyNotes() {
    View view = View.of(terminal(true), true);
    view.stage("starting");
    view.state(state(Generation.State.STATE_RUNNING));
    view.progress(step(1, 2));
    view.note("mind the gap");

    assertThat(said().strip()).isEqualTo("langevin: mind the gap");
  }

  @Test
  void bar_aRun_redrawsOneLineAndLeavesNothing() {
    View view = View.of(terminal(true), false);
    view.progress(step(1, 20));
    view.progress(step(20, 20));
    view.close();

    assertThat(said()).contains("20/20").doesNotContain("\n").endsWith("\r\033[K");
  }

  @Test
  void bar_everyStep_fitsTheTerminalAndGrows() {
    Bar bar = new Bar(terminal(true));
    int before = -1;
    for (int i = 0; i <= 1000; i++) {
      String line = bar.draw(step(i, 1000), Duration.ofSeconds(100));
      int full = (int) line.chars().filter(c -> c == '█').count();
      assertThat(line.length()).isLessThan(60);
      assertThat(full).isGreaterThanOrEqualTo(before);
      before = full;
    }
    assertThat(before).isPositive();
  }

  @Test
  void bar_timeLeft_isToldWhereWaitingIsFelt() {
    Bar bar = new Bar(terminal(true));

    assertThat(bar.draw(left(100_000), Duration.ofSeconds(100)))
        .contains("500/1000  1 min 40 s, 1 min 40 s left")
        .hasSizeLessThan(60);
    assertThat(bar.draw(left(2_500), Duration.ofMillis(600))).endsWith(", 2.5 s left");
    assertThat(bar.draw(left(2_000), Duration.ofMillis(600))).doesNotContain("left");
    assertThat(bar.draw(left(0), Duration.ofSeconds(9))).doesNotContain("left");
    assertThat(bar.draw(step(500, 1000), Duration.ofSeconds(9))).doesNotContain("left");
  }

  @Test
  void views_waiting_sayTheirPlace() {
    View lines = View.of(terminal(false), false);
    lines.state(waiting(3));
    lines.state(waiting(2));
    assertThat(said().lines()).containsExactly("queued g1, 3rd in the queue");

    View bar = View.of(terminal(true), false);
    bar.state(waiting(2));
    bar.state(waiting(1));
    bar.close();
    assertThat(said())
        .contains("waiting for a free slot, 2nd in the queue")
        .contains("waiting for a free slot, next in the queue");
  }

  @ParameterizedTest
  @CsvSource({
    "1, next",
    "2, 2nd",
    "3, 3rd",
    "4, 4th",
    "11, 11th",
    "12, 12th",
    "13, 13th",
    "21, 21st",
    "112, 112th",
    "1002, '1,002nd'"
  })
  void place_isAsPeopleSayIt(int place, String text) {
    assertThat(Text.place(place)).isEqualTo(text + " in the queue");
  }

  private static Progress left(int millis) {
    return step(500, 1000).toBuilder()
        .setTimeLeft(
            com.google.protobuf.Duration.newBuilder()
                .setSeconds(millis / 1000)
                .setNanos(millis % 1000 * 1_000_000))
        .build();
  }

  private static Generation waiting(int place) {
    return state(Generation.State.STATE_QUEUED).toBuilder().setQueuePlace(place).build();
  }
}
