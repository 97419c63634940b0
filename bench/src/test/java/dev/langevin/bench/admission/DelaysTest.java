package dev.langevin.bench.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.langevin.bench.loop.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DelaysTest {
  private static final long START = 1_700_000_000_000_000_000L;

  /** A visitor that comes in the first of three runs of a batch job, and gets into the second. */
  private static List<Span> spans() {
    List<Span> spans = new ArrayList<>();
    spans.add(run("load", 0, 40, 6, 6));
    spans.add(run("load", 40, 80, 6, 8));
    spans.add(run("load", 90, 130, 8, 8));
    spans.add(span("guest", "orchestrator.job", 15, 200, Map.of("langevin.generation", "g1")));
    spans.add(span("guest", "orchestrator.queue", 10, 15, Map.of()));
    spans.add(span("guest", "orchestrator.encode", 16, 20, Map.of()));
    spans.add(span("guest", "denoiser.wait", 25, 40, Map.of()));
    spans.add(run("guest", 40, 80, 2, 8));
    spans.add(span("guest", "denoiser.wait", 82, 130, Map.of()));
    spans.add(run("guest", 130, 140, 2, 2));
    return spans;
  }

  @Test
  void of_visitor_itsWayInParts() {
    Delays delays = Delays.of(spans(), Set.of("g1"));

    assertThat(delays.visits()).containsExactly(new Visit(5, 5, 5, 15, 40));
    assertThat(delays.millis(Visit::begun, 0.5)).isEqualTo(30);
    assertThat(delays.millis(Visit::done, 0.5)).isEqualTo(70);
  }

  @Test
  void of_runsWhileVisitorsCame_countOnceEach() {
    Delays delays = Delays.of(spans(), Set.of("g1"));

    // Runs of 40, 40 and 10 ms with 8, 8 and 2 rows, within 100 ms.
    assertThat(delays.evaluationMillis()).isEqualTo(30, within(1e-9));
    assertThat(delays.batchRows()).isEqualTo(6, within(1e-9));
    assertThat(delays.busy()).isEqualTo(0.9, within(1e-9));
    assertThat(delays.evaluations(Visit::done, 0.5)).isEqualTo(70 / 30.0, within(1e-9));
  }

  @Test
  void of_evaluationsInSeveralRuns_countAsSoMany() {
    List<Span> spans = spans();
    spans.add(run("load", 80, 90, 2, 1));

    Delays delays = Delays.of(spans, Set.of("g1"));

    assertThat(delays.evaluationMillis()).isEqualTo(100 / 5.0, within(1e-9));
    assertThat(delays.busy()).isEqualTo(1, within(1e-9));
  }

  @Test
  void of_visitorWithoutATrace_isRefused() {
    assertThatThrownBy(() -> Delays.of(spans(), Set.of("g1", "g2")))
        .hasMessage("1 of 2 jobs have left a trace");
  }

  @Test
  void counts_valuesBeyondTheLastBin_areInTheLast() {
    assertThat(DelayChart.counts(List.of(0.0, 0.05, 0.15, 9.0), 3)).containsExactly(2, 1, 1);
  }

  private static Span run(String trace, long from, long to, long rows, long batch) {
    return span(
        trace,
        "denoiser.run",
        from,
        to,
        Map.of("langevin.rows", rows, "langevin.batch_rows", (double) batch));
  }

  private static Span span(
      String trace, String name, long from, long to, Map<String, Object> said) {
    return new Span(trace, name, START + from * 1_000_000, START + to * 1_000_000, said);
  }
}
