package dev.langevin.bench.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharesTest {
  private static final long MILLI = 1_000_000;

  @Test
  void perStep_aJobsRunsOutOfOrder_areTheGapsBetweenNeighbours() {
    List<Span> spans = List.of(run("a", 2, 30, 40), run("a", 1, 10, 28), run("a", 3, 41, 50));

    assertThat(Shares.perStep(spans)).containsExactly(2.0, 1.0);
  }

  @Test
  void perStep_twoJobs_keepsThemApart() {
    List<Span> spans = List.of(run("a", 1, 0, 10), run("b", 1, 15, 20), run("b", 2, 24, 30));

    assertThat(Shares.perStep(spans)).containsExactly(4.0);
  }

  @Test
  void perStep_otherSpans_countForNothing() {
    Span wait = new Span("a", "denoiser.wait", 0, MILLI, Map.of("langevin.sequence", 1L));

    assertThat(Shares.perStep(List.of(wait, run("a", 1, 1, 2)))).isEmpty();
  }

  @Test
  void perJob_severalSpansOfAName_addsThemUp() {
    List<Span> spans = List.of(run("a", 1, 0, 10), run("a", 2, 12, 15), run("b", 1, 20, 21));

    assertThat(Shares.perJob(spans)).containsExactly(entry("denoiser.run", List.of(13.0, 1.0)));
  }

  private static Span run(String trace, long sequence, long from, long to) {
    Map<String, Object> said = Map.of("langevin.sequence", sequence);
    return new Span(trace, "denoiser.run", from * MILLI, to * MILLI, said);
  }
}
