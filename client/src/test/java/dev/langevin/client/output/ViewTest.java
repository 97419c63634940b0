package dev.langevin.client.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.client.Shell;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Progress;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

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
    assertThat(bar.draw(step(500, 1000), Duration.ofSeconds(100))).contains("1 min 40 s left");
  }
}
